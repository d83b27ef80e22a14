/** What an action is about: a choice of rows, or all that a listing shows, as objects and folders still to be opened. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { Selection } from '../../../../shared/contract/storage/listing.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { ListedObject } from '../../platform/s3/listed-object.ts';
import type { ResolvedSelection } from '../selection.ts';
import type { OpenListing } from './open-listing.ts';
import {
  belowFolders,
  commonParent,
  lookUp,
  selected,
  selectionGone,
  withoutCovered,
} from './selected-objects.ts';

/** Objects that are chosen themselves, and folders whose objects are. */
export interface Part {
  readonly objects: readonly ListedObject[];
  readonly folders: readonly string[];
}

/** A selection with its parts. */
export interface Resolution extends ResolvedSelection {
  readonly endpoint: S3Endpoint;
  parts(options: PartOptions): AsyncIterable<Part>;
}

interface PartOptions {
  readonly versions?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Rows of a listing that are looked at in one go. */
const rowsAtOnce = 1000;

type Rows = Extract<Selection, { kind: 'rows' }>;
type Listed = Extract<Selection, { kind: 'listing' }>;

/** The resolution of chosen rows. */
export function resolveRows(selection: Rows, endpoint: S3Endpoint): Resolution {
  const { profile, bucket } = selection;
  const chosen = withoutCovered(selection.keys);
  const prefix = commonParent(selection.keys);
  const particular = Map.groupBy(selection.versions ?? [], ({ key }) => key);

  async function* parts({ versions = false, signal }: PartOptions): AsyncGenerator<Part> {
    const where = { endpoint, bucket, signal };
    const keys = chosen.filter((key) => !key.endsWith('/'));
    const folders = chosen.filter((key) => key.endsWith('/') && !particular.has(key));
    let isThere = folders.length > 0;
    for await (const objects of lookUp(
      { ...where, versions },
      keys.filter((key) => !particular.has(key)),
    )) {
      isThere = true;
      yield { objects, folders: [] };
    }
    for await (const all of lookUp({ ...where, versions: true }, [...particular.keys()])) {
      const objects = all.filter(({ key, versionId }) =>
        particular.get(key)?.some((one) => one.versionId === versionId),
      );
      isThere ||= objects.length > 0;
      yield { objects, folders: [] };
    }
    if (!isThere) throw selectionGone(nameOf(chosen[0] ?? ''));
    if (folders.length > 0) yield { objects: [], folders };
  }

  const single = chosen.length === 1 ? nameOf(chosen[0] ?? '') : undefined;
  return resolutionOf({ profile, bucket, prefix, single, endpoint, parts });
}

/**
 * The resolution of all that a listing shows.
 * @param hold keeps the listing open until what it gives is called.
 */
export function resolveListing(
  selection: Listed,
  listing: OpenListing,
  endpoint: S3Endpoint,
  hold: () => () => void,
): Resolution {
  const { profile, bucket, prefix } = listing.wish;
  const except = new Set(selection.except);

  async function* parts({ versions = false, signal }: PartOptions): AsyncGenerator<Part> {
    const letGo = hold();
    try {
      await orCancelled(listing.done, signal);
      const visible = await listing.rows.ask('visible', {});
      for (let from = 0; from < visible.length; from += rowsAtOnce) {
        if (signal?.aborted) throw failure('cancelled', 'Cancelled');
        const rows = visible.slice(from, from + rowsAtOnce);
        const picked = await listing.rows.ask('pick', { rows });
        const objects = picked.objects.filter(
          ({ key, deleted }) => !except.has(key) && (versions || !deleted),
        );
        const folders = picked.folders.filter((key) => !except.has(key));
        if (!versions || listing.wish.versions) {
          yield { objects, folders };
          continue;
        }
        yield { objects: [], folders };
        const where = { endpoint, bucket, versions, signal };
        for await (const found of lookUp(
          where,
          objects.map(({ key }) => key),
        ))
          yield { objects: found, folders: [] };
      }
    } finally {
      letGo();
    }
  }

  return resolutionOf({ profile, bucket, prefix, single: undefined, endpoint, parts });
}

function resolutionOf(base: Omit<Resolution, 'objects'>): Resolution {
  const { endpoint, bucket, prefix } = base;
  return {
    ...base,
    async *objects({ versions = false, signal } = {}) {
      for await (const part of base.parts({ versions, signal })) {
        if (part.objects.length > 0) yield part.objects.map((object) => selected(object, prefix));
        for await (const page of belowFolders({ endpoint, bucket, versions, signal }, part.folders))
          yield page.map((object) => selected(object, prefix));
      }
    },
  };
}

function nameOf(key: string): string {
  return key.replace(/\/$/, '').replace(/^.*\//s, '');
}

async function orCancelled(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(failure('cancelled', 'Cancelled'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
