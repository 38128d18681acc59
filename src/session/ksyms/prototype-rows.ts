/**
 * Two prototypes, or two declarations, laid side by side.
 * In: a FUNC or VAR on each side, and how the two compare. Out: a row for the name, the return type and each argument, or for
 * the variable's type, the first difference marked.
 */

import type { Difference } from '../../domain/compat/difference.ts';
import { inOneLine, typedNameLine } from '../../domain/ksym/declaration-line.ts';
import type { Line } from '../../domain/render/printer.ts';
import type { BtfView } from '../../domain/view/view.ts';
import { resolveType } from '../../domain/view/walk.ts';
import type { FuncProtoType, TypeId } from '../../format/btf/decode.ts';
import { Kind } from '../../format/btf/kinds.ts';
import type { PageLine } from '../type-api.ts';
import type { PrototypeRow } from '../ksyms-api.ts';

export interface Side {
  readonly view: BtfView;
  /** The FUNC or VAR. */
  readonly id: TypeId;
  readonly pageLine: (line: Line) => PageLine;
}

/** Arguments that are shown; the one that differs is, wherever it stands. */
const MAX_ARGUMENTS = 256;

/** `difference` is null where the two are compatible. */
export function prototypeRows(local: Side, kernel: Side, difference: Difference | null): PrototypeRow[] {
  const name: PrototypeRow = { ...row('name', 0), local: nameLine(local), kernel: nameLine(kernel) };
  const [ours, theirs] = [protoOf(local), protoOf(kernel)];
  if (!ours || !theirs) {
    const type = { ...row('type', 0), local: typeLine(local), kernel: typeLine(kernel) };
    return [name, { ...type, differs: difference !== null }];
  }
  const count = Math.max(ours.params.length, theirs.params.length);
  const differing = argumentThatDiffers(difference, ours, theirs);
  const rows: PrototypeRow[] = [
    name,
    {
      ...row('returns', 0),
      local: local.pageLine(typedNameLine(local.view, ours.returnTypeId, '')),
      kernel: kernel.pageLine(typedNameLine(kernel.view, theirs.returnTypeId, '')),
      differs: difference !== null && differing === null,
    },
  ];
  for (let argument = 1; argument <= count; argument++) {
    if (argument > MAX_ARGUMENTS && argument !== differing) continue;
    rows.push({
      ...row('argument', argument),
      local: argumentLine(local, ours, argument),
      kernel: argumentLine(kernel, theirs, argument),
      differs: argument === differing,
    });
  }
  return rows;
}

const row = (part: PrototypeRow['part'], argument: number): PrototypeRow => ({
  part,
  argument,
  local: [],
  kernel: [],
  differs: false,
});

/** From 1; null where it is none of them. Where the numbers differ, the first that one side does not have. */
function argumentThatDiffers(
  difference: Difference | null,
  local: FuncProtoType,
  kernel: FuncProtoType,
): number | null {
  const [first = ''] = difference?.path ?? [];
  const inArgument = /^argument (\d+)$/.exec(first)?.[1];
  if (inArgument !== undefined) return Number(inArgument);
  const isCount = difference?.reason === 'argument-count' && first === '';
  return isCount ? Math.min(local.params.length, kernel.params.length) + 1 : null;
}

function protoOf({ view, id }: Side): FuncProtoType | null {
  if (view.kindOf(id) !== Kind.Func) return null;
  const proto = view.typeById(resolveType(view, view.sizeOrTypeOf(id)) ?? 0);
  return proto?.kind === Kind.FuncProto ? proto : null;
}

const nameLine = ({ view, id, pageLine }: Side): PageLine =>
  pageLine(inOneLine((printer) => printer.put('name', view.nameOf(id), id)));

/** A variable's type as it is written, const and all. */
const typeLine = ({ view, id, pageLine }: Side): PageLine =>
  pageLine(typedNameLine(view, view.sizeOrTypeOf(id), ''));

function argumentLine({ view, pageLine }: Side, { params }: FuncProtoType, argument: number): PageLine {
  const param = params.at(argument - 1);
  if (!param) return [];
  // The end of a variadic list.
  if (param.typeId === 0 && param.name === '' && argument === params.length)
    return pageLine([{ kind: 'punctuation', text: '...' }]);
  return pageLine(typedNameLine(view, param.typeId, param.name));
}
