/** What outlives a place: what was cut or copied, what is asked, what can be undone, text that is not saved yet. */
import { create } from 'zustand';
import type { Selection } from '../../../shared/contract/storage/listing.ts';
import type { ObjectRef, Place, Profile } from '../../../shared/contract/storage/places.ts';
import type { Tally } from './list/chosen.ts';

/** What an action is about. */
export interface Target {
  readonly selection: Selection;
  readonly tally: Tally;
  /** Of the one row, else empty. */
  readonly name: string;
  readonly place: Place;
}

export type Asked =
  | { readonly kind: 'remove'; readonly target: Target; readonly versions: boolean }
  | { readonly kind: 'transfer'; readonly way: 'copy' | 'move'; readonly target: Target }
  | { readonly kind: 'download'; readonly target: Target }
  | {
      readonly kind: 'upload' | 'newFolder' | 'synchronise' | 'orphans' | 'removeBucket' | 'publish';
      readonly place: Place;
    }
  | { readonly kind: 'share'; readonly object: ObjectRef }
  | { readonly kind: 'snippets'; readonly place: Place; readonly key?: string }
  | { readonly kind: 'createBucket' | 'dialect'; readonly profile: Profile }
  | { readonly kind: 'profile'; readonly profile: Profile | undefined };

export interface Clipboard {
  readonly way: 'copy' | 'move';
  readonly target: Target;
}

interface BrowseStore {
  readonly asked: Asked | undefined;
  readonly clipboard: Clipboard | undefined;
  readonly measured: Target | undefined;
  /** A transfer that can be undone while it is named here. */
  readonly undoable:
    { readonly id: string; readonly kind: 'remove' | 'move' | 'rename'; readonly count: number } | undefined;
  /** A key that was just made: the list is read again and goes to it. */
  readonly made: string | undefined;
  ask(asked: Asked | undefined): void;
  clip(clipboard: Clipboard | undefined): void;
  measure(target: Target | undefined): void;
  offerUndo(undoable: BrowseStore['undoable']): void;
  created(key: string | undefined): void;
}

export const useBrowseStore = create<BrowseStore>()((set) => ({
  asked: undefined,
  clipboard: undefined,
  measured: undefined,
  undoable: undefined,
  made: undefined,
  ask: (asked) => set({ asked }),
  clip: (clipboard) => set({ clipboard }),
  measure: (measured) => set({ measured }),
  offerUndo: (undoable) => set({ undoable }),
  created: (made) => set({ made }),
}));
