/** The page of one source: the kernel, a module of it, or anything else that is open. */

export function SourcePane() {
  return <section aria-label="Source" />;
}
