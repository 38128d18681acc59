/**
 * The kfuncs of a kernel as extern declarations: functions that carry the decl tag `bpf_kfunc`.
 * In: records. Out: the block at the end of bpftool's vmlinux.h (`dump_btf_kfuncs`).
 */

import type { TypeId } from '../../../format/btf/decode.ts';
import { Kind } from '../../../format/btf/kinds.ts';
import type { CEmitter } from './emit.ts';
import { HEAD_WORDS, type Records } from './records.ts';
import { NAME_LIMIT } from './occurrences.ts';

const KFUNC_TAG = 'bpf_kfunc';
const FASTCALL_TAG = 'bpf_fastcall';
/** component_idx of a tag on the function itself; -1 as stored. */
const WHOLE = 0xffffffff;

/** `isPrintable` is asked for each prototype: nothing else has looked at it yet. */
export function printKfuncs(emitter: CEmitter, isPrintable: (proto: TypeId) => boolean): void {
  const { records, out } = emitter;
  const { kfuncs, fastcalls } = taggedFunctions(records);
  out.newline();
  out.put('comment', '/* BPF kfuncs */');
  out.newline();
  out.put('keyword', '#ifndef BPF_NO_KFUNC_PROTOTYPES');
  out.newline();
  for (const id of kfuncs) {
    const proto = records.third(id);
    if (!isPrintable(proto)) {
      out.put('comment', `/* <invalid> [${id}] FUNC is left out: its prototype cannot be printed */`);
    } else {
      out.put('keyword', fastcalls.has(id) ? 'extern __bpf_fastcall ' : 'extern ');
      emitter.declaration(proto, records.name(id), 0);
      out.put('keyword', ' __weak __ksym');
      out.put('punctuation', ';');
    }
    out.newline();
  }
  out.put('keyword', '#endif');
  out.newline();
  out.newline();
}

/** By name; a function that is tagged twice comes twice. */
function taggedFunctions(records: Records): { kfuncs: TypeId[]; fastcalls: Set<TypeId> } {
  const kfuncs: TypeId[] = [];
  const fastcalls = new Set<TypeId>();
  for (let id = 1; id < records.typeCount; id++) {
    if (records.kind(id) !== Kind.DeclTag) continue;
    if (records.words(id)[records.at(id) + HEAD_WORDS] !== WHOLE) continue;
    const target = records.third(id);
    if (records.kind(target) !== Kind.Func) continue;
    if (records.isNamed(id, KFUNC_TAG)) kfuncs.push(target);
    else if (records.isNamed(id, FASTCALL_TAG)) fastcalls.add(target);
  }
  kfuncs.sort((a, b) => compareNames(records, a, b));
  return { kfuncs, fastcalls };
}

/** `strcmp`, in the order of bytes. */
function compareNames(records: Records, a: TypeId, b: TypeId): number {
  const [left, right] = [records.nameOff(a), records.nameOff(b)];
  for (let i = 0; i < NAME_LIMIT; i++) {
    const byte = records.byteAt(left + i);
    const other = records.byteAt(right + i);
    if (byte !== other || byte === 0) return byte - other;
  }
  return 0;
}
