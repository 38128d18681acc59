/** The page without data: what it is for, the ways to open something, and where the files come from. */

import { useApp, useActions } from '../../store/react.tsx';
import { DUMP_KALLSYMS, DUMP_MODULE, DUMP_VMLINUX } from '../../store/messages/problems.ts';
import { Command } from '../parts/Command.tsx';
import { NeededFile } from './NeededFile.tsx';
import { NeededObject } from './NeededObject.tsx';
import { chooseFiles } from './OpenFiles.tsx';
import css from './Start.module.css';

export function Start() {
  const { openSample } = useActions();
  const target = useApp(({ place }) => (place.view === 'type' ? place.target : null));
  const ksyms = useApp(({ place }) => (place.view === 'ksyms' ? place : null));
  return (
    <div className={css.start}>
      <div className={css.column}>
        {target || ksyms ? (
          <section className={css.needed} aria-label="What the link needs">
            {target && <NeededFile target={target} />}
            {ksyms && <NeededObject place={ksyms} />}
          </section>
        ) : (
          <section className={css.intro} aria-labelledby="start-title">
            <h2 id="start-title" className={css.title}>
              Every type of a Linux kernel, from its BTF
            </h2>
            <p>
              Search structs, functions and enums, read their layout as pahole prints it, see who uses them,
              and follow references from a module into vmlinux and back. Drop BPF objects beside it to see how
              their kernel symbols resolve, and why not.
            </p>
          </section>
        )}
        <div className={css.drop}>
          <p className={css.dropWords}>
            Drop <code>vmlinux</code>, modules, BPF objects or a whole directory anywhere in this window
          </p>
          <div className={css.buttons}>
            <button type="button" className={css.primary} onClick={chooseFiles}>
              Choose files
            </button>
            <button type="button" className={css.plain} onClick={() => void openSample()}>
              Open the sample kernel
            </button>
          </div>
          <p className={css.small}>
            The sample is Debian&rsquo;s Linux 6.12.117 for cloud machines, with some of its modules.
          </p>
        </div>
        <section aria-labelledby="start-files">
          <h3 id="start-files">Where the files are</h3>
          <dl className={css.files}>
            <dt>The running kernel</dt>
            <dd>
              <Command text={DUMP_VMLINUX} />
            </dd>
            <dt>One of its modules</dt>
            <dd>
              <Command text={DUMP_MODULE} />
            </dd>
            <dt>All of it, as a directory</dt>
            <dd>
              <Command text="cp -r /sys/kernel/btf ." />
            </dd>
            <dt>ELF files with a .BTF section</dt>
            <dd className={css.kinds}>
              <code>vmlinux</code>, modules (<code>.ko</code>), BPF objects (<code>.bpf.o</code>)
            </dd>
            <dt>Its symbols</dt>
            <dd>
              <Command text={DUMP_KALLSYMS} />
            </dd>
            <dt>Packed</dt>
            <dd className={css.kinds}>
              gzip, xz and zstd files, tar and zip archives, <code>vmlinuz</code>, <code>.deb</code> and{' '}
              <code>.rpm</code> packages
            </dd>
          </dl>
          <p className={css.small}>
            A module is read over the vmlinux of the very same build. Files may come in any order and at any
            time; which base a module belongs to is found from their content.
          </p>
        </section>
        <p className={css.privacy}>Files stay in this tab: nothing is uploaded.</p>
      </div>
    </div>
  );
}
