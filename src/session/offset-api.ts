/**
 * What a search such as `task_struct.pid` or `task_struct+0x2f0` says of a place in a type. Plain data; offsets and sizes in
 * bytes. Leaves the sentences to `store/messages`.
 */

import type { TypeRef } from './source-api.ts';
import type { PageLine } from './type-api.ts';

export interface OffsetAnswer {
  readonly type: NamedType;
  readonly sourceName: string;
  /**
   * Definitions of its name and kind that the answer is not of; without a kind in the search, structs and unions together.
   * Of 5,000 types of the name, whatever their kinds: what comes behind those is not counted.
   */
  readonly others: number;
  readonly asked:
    { readonly by: 'path'; readonly path: string } | { readonly by: 'offset'; readonly offset: number };
  /** Pointers that the path follows, one after the other. */
  readonly through: readonly PointerOnTheWay[];
  /** Where the path ends: behind the last pointer, else `type`. */
  readonly within: NamedType;
  /** One for a path; for an offset all that covers it, at most 8. */
  readonly places: readonly OffsetPlace[];
  /** Whether more cover it. */
  readonly truncated: boolean;
  /** Null where there is a place. */
  readonly failure: OffsetFailure | null;
}

export interface NamedType {
  /** A struct or union, behind typedefs; where a path leads into what has no members, what there is. */
  readonly ref: TypeRef;
  /** `struct task_struct`, `spinlock_t`, `(anon) struct`. */
  readonly words: string;
}

export interface PointerOnTheWay {
  readonly in: NamedType;
  readonly path: string;
  /** From the start of `in`. */
  readonly offset: number;
}

export interface OffsetPlace {
  /** From `OffsetAnswer.within` on: `se.load.weight`; '' for that type itself. */
  readonly path: string;
  /** A member, or room between or behind the members of what `path` names. */
  readonly place: 'member' | 'hole' | 'padding';
  /** Of a member, or of the struct with the room, in one line with links. */
  readonly type: PageLine;
  /** Of a member, or of the struct with the room; of a bitfield that of its storage unit. */
  readonly offset: number;
  readonly size: number;
  /** Of a bitfield: its first bit in the storage unit, and how many there are. */
  readonly bits: { readonly offset: number; readonly size: number } | null;
}

export type OffsetFailure =
  /** `at`: the step of the path that fails; `type`: what it was tried on, in one line with links. */
  | {
      readonly why: 'no-member' | 'no-struct' | 'no-array' | 'out-of-range';
      readonly at: string;
      readonly type: PageLine;
    }
  /** A limit was reached before the place was found: it may be there. `type` as above. */
  | { readonly why: 'too-large'; readonly type: PageLine }
  /** The offset is at the end of the type or beyond: `size` is that of the type. */
  | { readonly why: 'outside'; readonly size: number };
