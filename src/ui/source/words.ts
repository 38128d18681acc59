/** What the lists on the page of a source are called, and what their figures mean. */

import type { SourceList, SourceListHead } from '../../session/source-page-api.ts';
import { NO_KFUNC_TAGS } from '../../store/messages/ksyms.ts';
import { byteSize, countOf, groupDigits } from '../../store/messages/numbers.ts';
import type { SourceTab } from '../../store/place.ts';

export const TAB_LABELS: Readonly<Record<SourceTab, string>> = {
  overview: 'Overview',
  modules: 'Modules',
  taken: 'Takes from base',
  kfuncs: 'Kfuncs',
  largest: 'Largest',
  'most-used': 'Most used',
  disagreeing: 'Disagreeing',
  misfits: 'Not fitting',
};

interface ListWords {
  /** What it is, for whoever wonders. */
  readonly about: string;
  readonly summary: (head: SourceListHead, base: string) => string;
  readonly empty: string;
}

export const LIST_WORDS: Readonly<Record<SourceList, ListWords>> = {
  modules: {
    about: 'Modules that sit on it, the largest first.',
    summary: ({ count, total }) => `${countOf(count, 'module')}, ${byteSize(total)}`,
    empty: 'No module sits on it.',
  },
  taken: {
    about:
      'References into the base by members, arguments and the like. A pointer, an array or a qualifier counts for the type behind it.',
    summary: ({ count, total }, base) =>
      `${countOf(total, 'reference')} to ${countOf(count, 'type')} of ${base}`,
    empty: 'It refers to nothing in its base.',
  },
  kfuncs: {
    about: 'Functions tagged bpf_kfunc: BPF programs may call them.',
    summary: ({ count }) => countOf(count, 'kfunc'),
    empty: `No function here is tagged bpf_kfunc. ${NO_KFUNC_TAGS}`,
  },
  largest: {
    about: 'Structs and unions with a name, the largest first.',
    summary: ({ count }) => countOf(count, 'struct or union', 'structs and unions'),
    empty: 'It has no struct or union with a name.',
  },
  'most-used': {
    about:
      'Types by how many others refer to them, over everything that is open: as a member, an argument, a result or a typedef, through pointers, qualifiers, arrays and nameless structs too.',
    summary: ({ count }) => `${countOf(count, 'type')} that others refer to`,
    empty: 'Nothing that is open refers to a type with a name in it.',
  },
  disagreeing: {
    about:
      'Structs, unions, enums and typedefs that the kernel and its modules define several times and not alike. Two agree if they have the same size, and the same members or values in the same places, with types of the same names.',
    summary: ({ count, total }) =>
      `${groupDigits(count)} of ${countOf(total, 'name')} with several definitions disagree`,
    empty: 'All definitions of the same name agree.',
  },
  misfits: {
    about: 'Modules that were tried on it and were built against another kernel.',
    summary: ({ count }) => `${countOf(count, 'module')} of another build`,
    empty: 'Every module that was tried on it fits.',
  },
};
