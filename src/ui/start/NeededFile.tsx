/** What a link shows that cannot be shown yet: the type in words, the files it needs, and the commands that produce them. */

import type { LinkTarget } from '../../session/type-api.ts';
import { DUMP_VMLINUX } from '../../store/messages/problems.ts';
import { Command } from '../parts/Command.tsx';

const BASE_NAME = 'vmlinux';

export function NeededFile({ target }: { readonly target: LinkTarget }) {
  const module = target.source !== '' && target.source !== BASE_NAME ? target.source : null;
  return (
    <>
      <p>
        This link shows <code>{typeWords(target)}</code>
        {target.source !== '' && (
          <>
            {' '}
            of <code>{target.source}</code>
          </>
        )}
        . It opens once {module === null ? 'that file is' : 'that module and its vmlinux are'} here:
      </p>
      <p>
        <Command text={DUMP_VMLINUX} />
      </p>
      {module !== null && (
        <p>
          <Command text={dumpOf(module)} />
        </p>
      )}
    </>
  );
}

/** `struct nf_conn`; an anonymous type has its id alone. */
export function typeWords({ kind, name, id }: LinkTarget): string {
  const words = kind === 'unknown' ? '' : `${kind} `;
  return `${words}${name === '' ? `(anon) [${id}]` : name}`;
}

/** The name is from an address: only what can be a module's name goes into a command for a shell. */
function dumpOf(module: string): string {
  const name = /^[\w.-]{1,64}$/.test(module) ? module : 'NAME';
  return `cat /sys/kernel/btf/${name} > ${name}.btf`;
}
