/** Drafts of secrets, in the memory of this page alone: they survive going elsewhere in the app, and nothing is on disk. */
import { create } from 'zustand';
import { isChanged, type Draft } from './draft.ts';

interface Drafts {
  /** By place and path. */
  readonly drafts: Readonly<Record<string, Draft>>;
  set(place: string, path: string, draft: Draft | undefined): void;
}

const keyOf = (place: string, path: string) => `${place}\n${path}`;

export const useDrafts = create<Drafts>()((set) => ({
  drafts: {},
  set: (place, path, draft) =>
    set(({ drafts }) => {
      const { [keyOf(place, path)]: _before, ...others } = drafts;
      return { drafts: draft ? { ...others, [keyOf(place, path)]: draft } : others };
    }),
}));

/** The draft of a secret; undefined when it is not being changed. */
export function useDraft(place: string, path: string): Draft | undefined {
  return useDrafts(({ drafts }) => drafts[keyOf(place, path)]);
}

/** Paths with changes that are not saved. */
export function draftPaths(drafts: Readonly<Record<string, Draft>>, place: string): string[] {
  return Object.entries(drafts).flatMap(([key, draft]) =>
    key.startsWith(`${place}\n`) && isChanged(draft) ? [key.slice(place.length + 1)] : [],
  );
}
