/**
 * The CO-RE relocations of an object, each with the instruction that it is for.
 * In: an object's `.BTF.ext`. Out: relocations in libbpf's order, the access spelled out (`bpf_object__relocate_core`).
 */

import { coreRelo } from '../../format/btf/ext.ts';
import type { TypeId } from '../../format/btf/decode.ts';
import { INSN_SIZE } from '../bpf/insn.ts';
import { btfKindStr } from '../bpf/kind-str.ts';
import type { BpfObject } from '../bpf/object.ts';
import { programAt } from '../bpf/programs.ts';
import type { BtfView } from '../view/view.ts';
import { coreKind, type CoreKind } from './kinds.ts';
import { EINVAL, formatAccess, parseSpec, type Spec } from './spec.ts';

export interface CoreRelocation {
  /** libbpf's number: position among the records of the section. */
  readonly number: number;
  /** Index in the object's programs. */
  readonly program: number;
  /** Of that program; of a sub-program before it is appended to another one. */
  readonly insn: number;
  readonly kind: CoreKind;
  readonly kindNumber: number;
  readonly typeId: TypeId;
  /** `0:1:2`. */
  readonly access: string;
  /** What is accessed, or a negative errno where the access does not fit the type. */
  readonly spec: Spec | number;
  /** `struct task_struct.pid`. */
  readonly local: string;
}

export interface CoreRelocations {
  readonly relocations: readonly CoreRelocation[];
  /** A record that ends the load before anything is resolved from it on. */
  readonly error: { readonly errno: number; readonly line: string } | null;
}

export function collectCoreRelocations({ elf, ext, btf, programs }: BpfObject): CoreRelocations {
  const relocations: CoreRelocation[] = [];
  if (!ext || !btf) return { relocations, error: null };
  const stop = (line: string): CoreRelocations => ({ relocations, error: { errno: EINVAL, line } });
  for (const group of ext.coreRelos) {
    const section = btf.stringAt(group.nameOff);
    if (!section) return stop('CO-RE relocations of a section without a name');
    const sectionIndex = elf.sections.find((one) => one.name === section)?.index ?? 0;
    for (let number = 0; number < group.count; number++) {
      const record = coreRelo(group, number);
      if (record.insnOff % INSN_SIZE !== 0)
        return stop(`CO-RE relocation #${number} of section '${section}' is not at an instruction`);
      const program = programAt(programs, sectionIndex, record.insnOff / INSN_SIZE);
      if (program < 0) continue;
      const insn = record.insnOff / INSN_SIZE - programs[program].insnOff;
      relocations.push({ number, program, insn, ...describe(btf, record) });
    }
  }
  return { relocations, error: null };
}

function describe(
  btf: BtfView,
  { kind: kindNumber, typeId, accessStrOff }: { kind: number; typeId: TypeId; accessStrOff: number },
): Omit<CoreRelocation, 'number' | 'program' | 'insn'> {
  const kind = coreKind(kindNumber);
  const access = btf.stringAt(accessStrOff) ?? '';
  const isThere = btf.kindOf(typeId) >= 0;
  const spec = isThere ? parseSpec(btf, typeId, kind, access) : EINVAL;
  const bare = isThere ? `${btfKindStr(btf, typeId)} ${btf.nameOf(typeId) || '<anon>'}` : `[${typeId}]`;
  const local = typeof spec === 'number' ? bare : formatAccess(spec);
  return { kind, kindNumber, typeId, access, spec, local };
}
