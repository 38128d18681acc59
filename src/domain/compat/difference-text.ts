/**
 * A difference in words.
 * In: a difference, and how types are spelt on each side. Out: one line, ``argument 2: local `int`, kernel `struct sk_buff *` ``.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { assertNever } from '../../format/errors.ts';
import type { Difference, DifferenceReason, TypePair } from './difference.ts';

export type TypeText = (id: TypeId) => string;

export function differenceText(difference: Difference, local: TypeText, kernel: TypeText): string {
  const { path, whole, reason } = difference;
  const innermost: TypePair = { local: difference.local, target: difference.target };
  const outer = path.findLastIndex((step) => !isInner(step)) + 1;
  const isInside = outer > 0 && outer < path.length;
  const shown = isInside ? whole : innermost;
  const at = path.slice(0, isInside ? outer : path.length).join(', ');
  const sides = `local \`${local(shown.local)}\`, kernel \`${kernel(shown.target)}\``;
  const parts = [at, because(reason, difference.detail), sides].filter((part) => part !== '').join(': ');
  if (!isInside) return parts;
  const steps = path.slice(outer).join(', ');
  return `${parts} (${steps}: \`${local(innermost.local)}\` against \`${kernel(innermost.target)}\`)`;
}

/** Steps that stay in the same argument or member. */
const isInner = (step: string): boolean => step === 'pointee' || step === 'element';

/** `1 element`, `3 elements`. */
const some = (count: string | number, what: string): string =>
  `${count} ${what}${Number(count) === 1 ? '' : 's'}`;

/** Empty for `kind` where the two types say it all. */
function because(reason: DifferenceReason, detail: Difference['detail']): string {
  const [local, kernel] = [detail?.local ?? '', detail?.target ?? ''];
  switch (reason) {
    case 'kind':
      return local === '' ? '' : `the kinds ${local} and ${kernel} differ`;
    case 'unsupported-kind':
      return 'a kind that is never compatible';
    case 'argument-count':
      return `${some(local, 'argument')} against ${kernel}`;
    case 'int-offset':
      return `an integer that starts at bit ${Number(local) || Number(kernel)}`;
    case 'int-size':
      return `${some(local, 'byte')} against ${kernel}`;
    case 'int-sign':
      return 'signed against unsigned';
    case 'array-length':
      return `${some(local, 'element')} against ${kernel}`;
    case 'enum-size':
      return `${some(local, 'byte')} against ${kernel}`;
    case 'enumerator-count':
      return `${some(local, 'enumerator')} against ${kernel}`;
    case 'enumerator-missing':
      return `no enumerator ${local}`;
    case 'member-count':
      return `${some(local, 'member')} against ${kernel}`;
    case 'member-missing':
      return local === '' ? 'an unnamed member is not there' : `no member ${local}`;
    case 'name':
      return `the names ${local || '(anon)'} and ${kernel || '(anon)'} differ`;
    case 'fwd-kind':
      return 'a forward declaration of a struct against one of a union';
    case 'too-deep':
      return 'more than 32 steps';
    case 'unresolvable':
      return 'a reference that leads nowhere';
    default:
      return assertNever(reason);
  }
}
