/** The way here and out, and in one line the kernel that everything below is held against. */

import { X } from 'lucide-react';
import type { KernelFacts } from '../../session/ksyms-api.ts';
import { kernelWords } from '../../store/messages/ksyms.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { sourceLabels } from '../../store/source-labels.ts';
import { Steps } from '../parts/Steps.tsx';
import { useObjects } from './use-ksyms.ts';
import css from './KsymsPane.module.css';

export function KsymsHead() {
  const { closeType } = useActions();
  const { value } = useObjects();
  return (
    <div className={css.head}>
      <Steps />
      <div className={css.kernel} role="group" aria-label="Kernel">
        {value && <Kernel kernel={value.kernel} />}
      </div>
      <button
        type="button"
        className={css.step}
        aria-label="Close Ksyms"
        title="Close (Esc)"
        onClick={closeType}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

function Kernel({ kernel }: { readonly kernel: KernelFacts }) {
  const { vmlinux } = kernel;
  return (
    <>
      <span>
        {vmlinux === null ? (
          <b className={css.warn}>no vmlinux open</b>
        ) : (
          <>
            Held against <KernelName kernel={kernel} />
          </>
        )}
      </span>
      {kernelWords(kernel).map((words) => (
        <span key={words}>{words}</span>
      ))}
    </>
  );
}

/** Where several kernels are open, the one to hold against is chosen here. */
function KernelName({ kernel: { vmlinux, choices } }: { readonly kernel: KernelFacts }) {
  const labels = useApp(({ workspace }) => sourceLabels(workspace.sources));
  const { chooseKernel } = useActions();
  if (!vmlinux) return null;
  if (choices.length < 2) return <b title={vmlinux.path}>{vmlinux.name}</b>;
  return (
    <select
      aria-label="Kernel to hold against"
      value={vmlinux.source}
      onChange={(event) => void chooseKernel(Number(event.target.value))}
    >
      {choices.map(({ source, name, path }) => (
        <option key={source} value={source}>
          {labels.get(source) ?? (path || name)}
        </option>
      ))}
    </select>
  );
}
