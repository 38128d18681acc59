/**
 * libbpf's words for kinds, in the lines that it prints (`btf_kind_str`).
 * In: a view and an id. Out: `struct`, `void`, `func_proto`.
 */

import type { TypeId } from '../../format/btf/decode.ts';
import { Kind, KNOWN_KINDS, kindName } from '../../format/btf/kinds.ts';
import type { BtfView } from '../view/view.ts';

export function btfKindStr(view: BtfView, id: TypeId): string {
  const kind = view.kindOf(id);
  if (kind === Kind.Unknown) return 'void';
  return kind < 0 || kind >= KNOWN_KINDS ? 'unknown' : kindName(kind).toLowerCase();
}
