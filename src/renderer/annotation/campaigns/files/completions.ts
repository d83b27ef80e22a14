/** How a path may go on: profiles, then buckets, then what lies in the folder. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { useStoragePlaces } from '../../../app/streams.ts';
import { pathText, readPath, type TypedPath } from './object-path.ts';

/** Rows of a folder that are offered; whoever has more types on. */
const most = 500;
const shown = 50;

/** Whole paths that go on from what was typed; empty while nothing is known. */
export function useCompletions(text: string, wants: 'object' | 'folder'): readonly string[] {
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const typed = readPath(text, profiles);
  const names = useNames(typed);
  const begins = (name: string) => name.toLocaleLowerCase().startsWith(typed.begun.toLocaleLowerCase());
  if (typed.part === 'profile')
    return profiles
      .filter(({ id, name }) => begins(id) || begins(name))
      .map(({ id }) => `${pathText({ profile: id }, profiles)} / `);
  if (typed.profile === undefined) return [];
  const { profile, bucket = '', key } = typed;
  const fitting = names.filter(begins).slice(0, shown);
  if (typed.part === 'bucket')
    return fitting.map((name) => `${pathText({ profile, bucket: name }, profiles)} / `);
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  return fitting
    .filter((name) => wants === 'object' || name.endsWith('/'))
    .map((name) => pathText({ profile, bucket, key: `${folder}${name}` }, profiles));
}

/** Names at the place that is being typed; a server that does not answer leaves the person to type. */
function useNames({ part, profile, bucket, key }: TypedPath): readonly string[] {
  const prefix = key.slice(0, key.lastIndexOf('/') + 1);
  const { data = [] } = useQuery({
    queryKey: ['annotation', 'completions', part, profile, bucket, prefix],
    queryFn: ({ signal }) =>
      part === 'bucket'
        ? bucketNames(profile ?? '', signal)
        : rowNames({ profile: profile ?? '', bucket: bucket ?? '', prefix }, signal),
    enabled: part !== 'profile' && profile !== undefined && (part === 'bucket' || Boolean(bucket)),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  });
  return data;
}

async function bucketNames(profile: string, signal: AbortSignal): Promise<string[]> {
  const { buckets } = await core.storage.buckets({ profile }, { signal });
  return buckets.map(({ name }) => name);
}

/** The first rows of a folder; the listing ends when this returns. */
async function rowNames(place: Place, signal: AbortSignal): Promise<string[]> {
  for await (const { id, state, matching, failure } of core.storage.list(place, { signal })) {
    if (failure) throw new Error(failure.message);
    if (state === 'listing' && matching < most) continue;
    const { rows } = await core.storage.rows({ id, from: 0, count: most }, { signal });
    return rows.map(({ name }) => name);
  }
  return [];
}
