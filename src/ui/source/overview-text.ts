/** The figures of a source as pairs of words, for the page and for the clipboard. */

import type { SourcePage } from '../../session/source-page-api.ts';
import { byteSize, countOf, groupDigits } from '../../store/messages/numbers.ts';
import { roleWord, stateWord } from '../../store/messages/states.ts';

export type Figure = readonly [what: string, figure: string];

export function sourceFigures(page: SourcePage): Figure[] {
  const { info, baseName, btfBytes, stringBytes, kernel, misfits } = page;
  const figures: (Figure | false)[] = [
    ['File', info.path],
    info.symbols !== null && ['Symbols', groupDigits(info.symbols)],
    info.symbols === null && ['Own types', groupDigits(info.ownTypes)],
    btfBytes !== info.bytes && ['Bytes', groupDigits(info.bytes)],
    btfBytes !== null && ['Bytes of BTF', btfText(btfBytes, stringBytes ?? 0)],
    ['Format', formatOf(info)],
    ['Stands', standing(stateWord(info.state), info.role, baseName)],
    kernel !== null && kernel.base === info.id && ['Modules on it', groupDigits(kernel.modules)],
    kernel !== null &&
      kernel.base === info.id && [
        'With its modules',
        `${countOf(kernel.types, 'type')}, ${byteSize(kernel.bytes)}`,
      ],
    kernel !== null &&
      kernel.modules > 0 && ['Share of the kernel', shareOf(info.ownTypes, btfBytes ?? 0, kernel)],
    misfits > 0 && ['Modules that do not fit', groupDigits(misfits)],
  ];
  return figures.filter((figure) => figure !== false);
}

const btfText = (bytes: number, strings: number): string =>
  bytes === 0 ? 'none' : `${groupDigits(bytes)} (strings ${groupDigits(strings)})`;

/** A symbol table is text, and has no order of bytes. */
function formatOf({ role, container, littleEndian, pointerSize }: SourcePage['info']): string {
  if (role === 'kallsyms') return `symbol table, ${pointerSize * 8} bit`;
  const order = littleEndian ? 'little endian' : 'big endian';
  return `${container === 'elf' ? 'ELF' : 'raw BTF'}, ${order}, ${pointerSize * 8} bit`;
}

function standing(state: string, role: SourcePage['info']['role'], base: string | null): string {
  if (state !== '') return state;
  return base === null ? `${roleWord(role)}, stands alone` : `fits its base ${base}`;
}

function shareOf(types: number, bytes: number, kernel: NonNullable<SourcePage['kernel']>): string {
  return `${percent(bytes, kernel.bytes)} of its ${byteSize(kernel.bytes)}, ${percent(types, kernel.types)} of its types`;
}

const tenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** `under 0.1 %` where it would round to nothing. */
export function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (part / whole) * 100;
  return share > 0 && share < 0.1 ? 'under 0.1 %' : `${tenths.format(share)} %`;
}

export function overviewText(page: SourcePage): string {
  const figures = sourceFigures(page).map(([what, figure]) => `${what}: ${figure}`);
  const kinds = page.kinds.map(
    ({ kind, named, nameless, inKernel }) =>
      `${kind}\t${named}\t${nameless}${inKernel === null ? '' : `\t${inKernel}`}`,
  );
  const head = `kind\twith a name\twithout${page.kernel && page.kernel.base === page.info.id ? '\tin the kernel' : ''}`;
  return `${[page.info.name, ...figures, '', head, ...kinds].join('\n')}\n`;
}
