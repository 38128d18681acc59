/**
 * CO-RE results in words.
 * In: a result. Out: one sentence: what the value means, or why there is none. Leaves libbpf's own lines as they are.
 */

import { differenceText, type TypeText } from '../compat/difference-text.ts';
import type { BtfView } from '../view/view.ts';
import type { Mismatch } from './match.ts';
import type { CoreResult } from './relocate.ts';
import type { CoreFinding } from './resolve.ts';

/** How types are spelt, by view. */
export type TypeTextOf = (view: BtfView) => TypeText;

export function coreText(result: CoreResult, local: BtfView, typeTextOf: TypeTextOf): string {
  const { state, line } = result;
  switch (state) {
    case 'value':
      return valueText(result, local, typeTextOf);
    case 'poisoned':
      if (line) return line;
      return `${nameOf(result)} is not there: ${whyMissing(result, local, typeTextOf)}; the instruction is poisoned`;
    case 'error':
      return line ?? 'the load ends here';
    case 'not-reached':
      return 'the load has ended before';
    case 'not-loaded':
      return 'not relocated: the program is not loaded by default';
  }
}

/** Without the value that the program's own enumerator has. */
const nameOf = ({ relocation }: CoreResult): string => relocation.local.replace(/ = -?\d+$/, '');

function valueText(result: CoreResult, local: BtfView, typeTextOf: TypeTextOf): string {
  const { relocation, value, findings } = result;
  const found = findings.find((finding) => finding.state === 'match');
  const name = nameOf(result);
  if (relocation.kind === 'local_type_id') return `${name} is type ${value} of the object`;
  if (!found) return `${name} is not there: ${whyMissing(result, local, typeTextOf)}`;
  const where = `in ${found.module ?? 'vmlinux'} [${found.id}]`;
  switch (relocation.kind) {
    case 'byte_off':
      return `${name} is at byte ${value} ${where}${resized(result)}`;
    case 'byte_sz':
    case 'type_size':
      return `${name} has ${value} byte${value === 1n ? '' : 's'} ${where}`;
    case 'signed':
      return `${name} is ${value ? 'signed' : 'unsigned'} ${where}`;
    case 'lshift_u64':
    case 'rshift_u64':
      return `${name} takes a shift by ${value} ${where}`;
    case 'target_type_id':
      return `${name} is type ${value} ${where}`;
    case 'enumval_value':
      return `${name} is ${value} ${where}`;
    case 'type_matches':
      return `${name} matches ${where}`;
    default:
      return `${name} is there, ${where}`;
  }
}

const resized = ({ patch }: CoreResult): string =>
  patch?.memSize ? `, moved as ${patch.memSize.after} bytes instead of ${patch.memSize.before}` : '';

/** Candidates that are told of one by one. */
const MAX_TOLD = 3;

function whyMissing({ relocation, findings }: CoreResult, local: BtfView, typeTextOf: TypeTextOf): string {
  if (findings.length === 0) return 'no type of this name and kind in the kernel';
  const told = findings.slice(0, MAX_TOLD).map((finding) => {
    const where = `${finding.module ?? 'vmlinux'} [${finding.id}]`;
    return finding.why ? `${where} ${mismatchText(finding, finding.why, local, typeTextOf)}` : where;
  });
  const rest = findings.length > MAX_TOLD ? `, and ${findings.length - MAX_TOLD} more candidates` : '';
  return `${told.join('; ')}${rest}${relocation.kind === 'unknown' ? ' (unknown kind)' : ''}`;
}

function mismatchText({ view }: CoreFinding, why: Mismatch, local: BtfView, typeTextOf: TypeTextOf): string {
  switch (why.what) {
    case 'no-member':
      return `has no member ${why.name}`;
    case 'no-composite':
      return `has no members where ${why.name} is looked for`;
    case 'no-array':
      return 'has no array where the program has one';
    case 'index-too-large':
      return `has an array of ${why.nelems} elements, too short for index ${why.index}`;
    case 'no-enumerator':
      return `has no enumerator ${why.name}`;
    case 'no-enum':
      return 'is no enum';
    case 'member-differs':
      return `has another ${why.name}: ${differenceText(why.difference, typeTextOf(local), typeTextOf(view))}`;
    case 'types-differ':
      return `differs: ${differenceText(why.difference, typeTextOf(local), typeTextOf(view))}`;
  }
}
