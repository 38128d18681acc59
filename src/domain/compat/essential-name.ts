/**
 * Names without their flavor: `task_struct___old` means `task_struct`.
 * In: a name. Out: the part that look-ups go by. The rule is libbpf's (`bpf_core_essential_name_len`).
 */

/** Length of the name before its last `___` that has something else than `_` on both sides; all of it without one. */
export function essentialNameLength(name: string): number {
  for (let at = name.lastIndexOf('___'); at > 0; at = name.lastIndexOf('___', at - 1)) {
    if (name[at - 1] !== '_' && at + 3 < name.length && name[at + 3] !== '_') return at;
  }
  return name.length;
}

export function essentialName(name: string): string {
  return name.slice(0, essentialNameLength(name));
}
