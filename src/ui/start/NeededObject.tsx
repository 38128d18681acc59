/** What a link into Ksyms shows that cannot be shown yet: the files it needs, and the commands that produce them. */

import { BUILD_OBJECT, DUMP_MODULE, DUMP_VMLINUX } from '../../store/messages/problems.ts';
import type { KsymsPlace } from '../../store/place.ts';
import { Command } from '../parts/Command.tsx';

export function NeededObject({ place }: { readonly place: KsymsPlace }) {
  const { object } = place;
  return (
    <>
      <p>
        This link shows {wordsOf(place)}
        {object !== '' && (
          <>
            {' '}
            of the BPF object <code>{object}</code>
          </>
        )}
        . It opens once {object === '' ? 'the kernel is' : 'that file and the kernel it is held against are'}{' '}
        here:
      </p>
      {object !== '' && (
        <p>
          <Command text={BUILD_OBJECT} />
        </p>
      )}
      <p>
        <Command text={DUMP_VMLINUX} />
      </p>
      <p>
        <Command text={DUMP_MODULE} />
      </p>
    </>
  );
}

function wordsOf({ part, extern, search }: KsymsPlace) {
  switch (part) {
    case 'objects':
      return 'how BPF objects resolve';
    case 'externs':
      return extern === '' ? 'the externs' : <code>{extern}</code>;
    case 'relocations':
      return 'the CO-RE relocations';
    case 'kfuncs':
      return search === '' ? 'the kfuncs of a kernel' : `kfuncs with “${search}” in their names`;
    case 'check':
      return 'the check of a pasted declaration';
  }
}
