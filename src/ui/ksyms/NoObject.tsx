/** Stands where an object's externs or relocations would: none is open, the one of a link is missing, or none was chosen. */

import { BUILD_OBJECT, DUMP_KALLSYMS, DUMP_MODULE, DUMP_VMLINUX } from '../../store/messages/problems.ts';
import { useActions, useApp } from '../../store/react.tsx';
import { Command } from '../parts/Command.tsx';
import css from './KsymsPane.module.css';
import { useKsymsPlace } from './use-ksyms.ts';

/** `name` is that of a link's object; '' where no certain one is meant. */
export function NoObject({ name }: { readonly name: string }) {
  const opening = useApp((state) => state.opening !== null);
  const { extern } = useKsymsPlace();
  const closed = useApp(({ closedObjects }) => name !== '' && closedObjects.includes(name));
  if (opening)
    return (
      <div className={css.page}>
        <p>Looking for {name === '' ? 'BPF objects' : <code>{name}</code>} in what is being opened.</p>
      </div>
    );
  if (closed) return <Closed name={name} />;
  return (
    <div className={css.page}>
      {name === '' ? (
        <p>
          No BPF object is open. Drop one anywhere in this window: an ELF file for the BPF machine, as clang
          writes it.
        </p>
      ) : (
        <p>
          This link shows {extern === '' ? 'the ksyms' : <code>{extern}</code>} of the BPF object{' '}
          <code>{name}</code>, which is not open. Drop that file anywhere in this window; the link then opens
          by itself.
        </p>
      )}
      <p>
        <Command text={BUILD_OBJECT} />
      </p>
      <KernelFiles />
      <p>Without an object: search the Kfuncs of this kernel, or Check a declaration or a line of a log.</p>
    </div>
  );
}

/** The files of the kernel that are still missing for a full answer. */
function KernelFiles() {
  const hasKernel = useApp(({ workspace }) => workspace.sources.some(({ role }) => role === 'base'));
  const hasSymbols = useApp(({ workspace }) => workspace.sources.some(({ role }) => role === 'kallsyms'));
  return (
    <>
      {!hasKernel && (
        <>
          <p>It is held against a kernel, so open the BTF of that as well, and of the modules it uses:</p>
          <p>
            <Command text={DUMP_VMLINUX} />
          </p>
          <p>
            <Command text={DUMP_MODULE} />
          </p>
        </>
      )}
      {!hasSymbols && (
        <>
          <p>Externs without a type also need the kernel&rsquo;s symbols:</p>
          <p>
            <Command text={DUMP_KALLSYMS} />
          </p>
        </>
      )}
    </>
  );
}

/** The person has closed the object that was in view. */
function Closed({ name }: { readonly name: string }) {
  return (
    <div className={css.page}>
      <p>
        <code>{name}</code> was closed. Open it again, and it is shown here.
      </p>
      <ToObjects />
    </div>
  );
}

function ToObjects() {
  const { openKsyms } = useActions();
  return (
    <p>
      <button
        type="button"
        onClick={() => openKsyms({ part: 'objects', source: null, object: '', extern: '', relocation: null })}
      >
        Show the objects
      </button>
    </p>
  );
}

/** Several objects are open and the place names none of them. */
export function ChooseObject() {
  return (
    <div className={css.page}>
      <p>Several BPF objects are open. Choose one of them in Objects.</p>
      <ToObjects />
    </div>
  );
}
