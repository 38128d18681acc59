/**
 * A report on an object, or on one of its externs, as text.
 * In: what the page shows. Out: blocks for `document.ts`. Leaves advice to the page, which has the sentences for it.
 */

import type { PageLine } from '../type-api.ts';
import type {
  CoreRow,
  ExternDetail,
  ExternHit,
  ExternRow,
  KernelFacts,
  KsymReport,
  LoadSummary,
  SearchStep,
  UseRow,
  VerdictRow,
} from '../ksyms-api.ts';
import { code, type Block, type Inline, type Text } from './document.ts';

const LOADERS = { libbpf: 'libbpf', aya: 'aya', 'aya-module-btf': 'aya with module BTF' } as const;
const LOADER_NAMES = ['libbpf', 'aya', 'aya-module-btf'] as const;

/** Rows of a table; a mail has no use for more. */
const MAX_ROWS = 2000;

export function reportBlocks({ object, kernel, externs, core }: KsymReport): Block[] {
  const { error } = object;
  const head: Block[] = [
    { block: 'heading', level: 1, text: ['Kernel symbols of ', code(object.path)] },
    { block: 'list', items: [kernelText(kernel), ...object.loads.map(loadText)] },
  ];
  if (error) return [...head, { block: 'list', items: [['not looked into: ', code(error.message)]] }];
  const counts = `Externs: ${object.externs}, to look at: ${object.problems}`;
  const relocations = `CO-RE relocations: ${object.relocations}, to look at: ${object.coreProblems}`;
  return [
    ...head,
    { block: 'heading', level: 2, text: counts },
    ...table(
      ['extern', 'declaration', 'found in', 'libbpf', 'aya', 'aya with module BTF'],
      externs,
      externCells,
    ),
    { block: 'heading', level: 2, text: relocations },
    ...table(['program', 'insn', 'kind', 'access', 'result'], core, coreCells),
  ];
}

export function detailBlocks(path: string, kernel: KernelFacts, detail: ExternDetail): Block[] {
  const { row, steps, searched, hits, kallsyms, uses, applied } = detail;
  const blocks: Block[] = [
    { block: 'heading', level: 1, text: [code(row.name), ' of ', code(path)] },
    { block: 'code', lines: [textOf(row.declaration) || row.name] },
    {
      block: 'list',
      items: [
        `${row.weak ? 'weak' : 'strong'}, ${row.typed ? 'typed' : 'typeless'}, in ${row.section ?? 'no section'}`,
        kernelText(kernel),
        ...LOADER_NAMES.map((name): Text => [`${LOADERS[name]}: `, ...verdictText(row.verdicts[name])]),
      ],
    },
  ];
  if (steps.length) {
    blocks.push({ block: 'heading', level: 2, text: `Searched: ${searched}` });
    blocks.push({ block: 'list', items: trail(steps) });
  }
  for (const hit of hits) blocks.push(...hitBlocks(hit));
  if (kallsyms?.state === 'searched') {
    blocks.push({ block: 'heading', level: 2, text: `In kallsyms: ${kallsyms.found}` });
    const items = kallsyms.entries.map(
      ({ address, type, module }) => `${address} ${type}${module ? ` [${module}]` : ''}`,
    );
    if (items.length) blocks.push({ block: 'code', lines: items });
  } else if (kallsyms) blocks.push({ block: 'list', items: ['kallsyms is not open'] });
  if (uses.length) {
    const what = applied ? 'before and after libbpf' : 'as they stand: libbpf does not come so far';
    blocks.push({ block: 'heading', level: 2, text: `Instructions (${row.uses}), ${what}` });
    blocks.push({ block: 'code', lines: uses.flatMap((use) => useLines(use, applied)) });
  }
  return blocks;
}

function kernelText({ vmlinux, loaded, notLoaded, orderIsKnown, kallsyms }: KernelFacts): Text {
  const symbols: Inline[] = kallsyms
    ? [
        '; ',
        code(kallsyms.name),
        ` of ${kallsyms.symbols} symbols${kallsyms.masked ? ', addresses masked' : ''}`,
      ]
    : ['; no kallsyms'];
  if (!vmlinux) return ['kernel: no vmlinux', ...symbols];
  const modules = `, ${loaded} module${loaded === 1 ? '' : 's'} loaded, ${notLoaded} switched off, in ${orderIsKnown ? 'load order' : 'the order of opening'}`;
  return ['kernel: ', code(vmlinux.path), modules, ...symbols];
}

function loadText({ loader, stage, errno, message, extern, undecided }: LoadSummary): Text {
  const name = LOADERS[loader];
  const rest = undecided ? '; this depends on what is not open' : '';
  if (message === null && !errno) {
    const objection = undecided ? 'no objection' : 'no objection; the kernel’s verifier decides';
    return `${name}: ${objection}${rest}`;
  }
  const what = stage === 'open' ? 'opening the object fails' : 'load fails';
  const at: Inline[] = extern === null ? [] : [' at ', code(extern)];
  const number = errno ? ` with ${errnoText(errno)}` : '';
  const line: Inline[] = message === null ? [] : [': ', code(message)];
  return [`${name}: ${what}`, ...at, number, ...line, rest];
}

/** Those that loaders end with before the kernel is asked; named as the page names them. */
const ERRNOS: Readonly<Record<number, string>> = { 2: 'ENOENT', 3: 'ESRCH', 22: 'EINVAL', 95: 'EOPNOTSUPP' };

function errnoText(errno: number): string {
  const name = ERRNOS[Math.abs(errno)];
  return name === undefined ? `${errno}` : `${name} (${errno})`;
}

function verdictText({ outcome, module, btfId, address, message }: VerdictRow): Inline[] {
  const where = [module, btfId === null ? null : `[${btfId}]`, btfId === null ? address : null].filter(
    (part) => part !== null,
  );
  const said: Inline[] = message === null ? [] : [', ', code(message)];
  return [outcome, ...(where.length ? [' ', code(where.join(' '))] : []), ...said];
}

const externCells = ({ name, declaration, foundIn, verdicts }: ExternRow): Text[] => [
  code(name),
  code(textOf(declaration)),
  foundIn === null ? '' : code(foundIn),
  ...LOADER_NAMES.map((loader): Text => verdictText({ ...verdicts[loader], message: null })),
];

const coreCells = ({ program, insn, kind, local, text, line }: CoreRow): Text[] => [
  code(program),
  `${insn}`,
  kind,
  code(local),
  code(line ?? text),
];

function table<T>(head: readonly string[], rows: readonly T[], cells: (row: T) => Text[]): Block[] {
  if (rows.length === 0) return [];
  const shown: Block = { block: 'table', head, rows: rows.slice(0, MAX_ROWS).map(cells) };
  const more = rows.length - MAX_ROWS;
  return more > 0 ? [shown, { block: 'list', items: [`${more} more are left out`] }] : [shown];
}

const RESULTS: Readonly<Record<SearchStep['result'], string>> = {
  hit: 'found',
  'other-kind': 'there as another kind',
  none: 'not there',
  'not-loaded': 'there, but switched off',
};

/** Neighbours without the name in one line. */
function trail(steps: readonly SearchStep[]): Text[] {
  const items: Text[] = [];
  let without: string[] = [];
  let isOver = false;
  const flush = (): void => {
    if (without.length) items.push([code(without.join(', ')), `: ${RESULTS.none}`]);
    without = [];
  };
  for (const { name, result } of steps) {
    if (result === 'none') without.push(name);
    else {
      flush();
      items.push([
        code(name),
        `: ${isOver && result === 'hit' ? 'there too, not searched' : RESULTS[result]}`,
      ]);
      isOver ||= result === 'hit';
    }
  }
  flush();
  return items;
}

function hitBlocks({ where, ref, loaded, kfunc, compatible, difference, sides }: ExternHit): Block[] {
  const words = [compatible ? 'compatible' : 'incompatible', ...(loaded ? [] : ['switched off'])];
  if (kfunc === 'plain') words.push('no kfunc');
  const rows = sides.map(({ part, argument, local, kernel, differs }): Text[] => {
    const what = part === 'argument' ? `argument ${argument}` : part;
    return [what, code(textOf(local)), code(textOf(kernel)), differs ? 'differs' : ''];
  });
  return [
    { block: 'heading', level: 2, text: [code(`${where} [${ref.id}]`), `: ${words.join(', ')}`] },
    ...(difference === null ? [] : [{ block: 'code', lines: [difference] } as const]),
    ...table(['', 'object', 'kernel', ''], rows, (cells) => cells),
  ];
}

function useLines({ program, insn, origin, before, after, poisoned }: UseRow, applied: boolean): string[] {
  const inside = origin ? ` (${origin.program} #${origin.insn})` : '';
  const head = `${program} #${insn}${inside}`;
  if (!applied) return [`${head}: ${before.text}`];
  return [
    `${head}: ${before.text}`,
    `${' '.repeat(head.length)}  ${after.text}${poisoned ? '  (poisoned)' : ''}`,
  ];
}

const textOf = (line: PageLine): string => line.map(({ text }) => text).join('');
