/** What an action is about, resolved to objects: folders opened, filters applied, page by page. */
import type { Selection } from '../../../shared/contract/storage/listing.ts';

export interface SelectedObject {
  readonly key: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly etag: string;
  readonly versionId?: string | undefined;
  /** A delete marker (only where versions were asked for). */
  readonly deleted?: boolean | undefined;
  /**
   * Path below the folder in which the person chose: for the chosen folder `a/b/` its object `a/b/c/d` is `b/c/d`, for the chosen object
   * `a/b/x` it is `x`.
   */
  readonly relative: string;
}

export interface ResolvedSelection {
  readonly profile: string;
  readonly bucket: string;
  /** Prefix in which the person chose: empty or ending with a slash. */
  readonly prefix: string;
  /** Name of the one thing that was chosen, for a sentence; undefined when there are several. */
  readonly single: string | undefined;
  /**
   * The objects, everything below chosen folders included, in pages of at most 1,000; can be asked again.
   * @throws Failure
   */
  objects(options: { versions?: boolean; signal?: AbortSignal }): AsyncIterable<readonly SelectedObject[]>;
}

/** Resolves a selection against the endpoints and open listings. @throws Failure `not-found` when its listing was closed. */
export type ResolveSelection = (selection: Selection) => ResolvedSelection;
