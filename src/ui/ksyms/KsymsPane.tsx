/** BPF objects and how their ksyms resolve on the kernel that is open. */

export function KsymsPane() {
  return <section aria-label="Ksyms" />;
}
