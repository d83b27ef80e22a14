/** Lists in pages, so that no answer is larger than a few megabytes. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { KubernetesClient } from './client.ts';
import { isExpired } from './failures.ts';
import type { KubernetesObject } from './objects.ts';

export interface ListOptions {
  /** Path of the collection, e.g. `/api/v1/namespaces/user-alice/pods`. */
  readonly path: string;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Only names, labels and the like: `PartialObjectMetadata` (Kubernetes API concepts, "metadata only"). */
  readonly metadataOnly?: boolean | undefined;
  /** Objects a page: 500 unless told. */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Version of the collection, to watch from. */
  readonly resourceVersion: string;
}

/** The `accept` header of lists and watches. */
export function acceptHeader(metadataOnly: boolean | undefined, kind: 'list' | 'watch'): string {
  if (!metadataOnly) return 'application/json';
  const shape = kind === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  return `application/json;as=${shape};v=v1;g=meta.k8s.io,application/json`;
}

function readPage<T>(
  answer: unknown,
  path: string,
): { items: T[]; resourceVersion: string; next: string | undefined } {
  if (typeof answer !== 'object' || answer === null || !('metadata' in answer)) {
    throw failure('unsupported', `The answer for ${path} is not a list`, { reason: 'not-kubernetes' });
  }
  const { items, metadata } = answer as {
    items?: T[] | null;
    metadata: { resourceVersion?: string; continue?: string };
  };
  return {
    items: items ?? [],
    resourceVersion: metadata.resourceVersion ?? '',
    next: metadata.continue || undefined,
  };
}

/**
 * The pages of a collection, in order. Where the server forgot the place in the middle (410), the list begins again once
 * without pages, as client-go does; `items` then holds the whole collection and `restart` is true.
 */
export async function* listPages<T extends KubernetesObject>(
  client: KubernetesClient,
  options: ListOptions,
): AsyncGenerator<Page<T> & { readonly restart: boolean }> {
  let next: string | undefined;
  let restart = false;
  for (;;) {
    try {
      const answer = await client.request('GET', options.path, {
        accept: acceptHeader(options.metadataOnly, 'list'),
        query: {
          limit: restart ? undefined : (options.pageSize ?? 500),
          continue: next,
          labelSelector: options.labelSelector,
          fieldSelector: options.fieldSelector,
        },
        ...(options.signal && { signal: options.signal }),
      });
      const page = readPage<T>(answer, options.path);
      yield { items: page.items, resourceVersion: page.resourceVersion, restart };
      if (page.next === undefined) return;
      next = page.next;
    } catch (error) {
      if (!isExpired(error) || next === undefined) throw error;
      restart = true;
      next = undefined;
    }
  }
}

/** Every object of a collection. */
export async function listAll<T extends KubernetesObject>(
  client: KubernetesClient,
  options: ListOptions,
): Promise<T[]> {
  let all: T[] = [];
  for await (const page of listPages<T>(client, options))
    all = page.restart ? [...page.items] : all.concat(page.items);
  return all;
}
