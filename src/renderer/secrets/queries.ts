/** What the core tells of secrets, asked again after each change. No value ever goes through this cache. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { core } from '../app/core.ts';

/** A folder as it is now. */
export const folderQuery = (place: string, path: string) =>
  queryOptions({
    queryKey: ['secrets', place, 'list', path],
    queryFn: ({ signal }) => core.secrets.list({ path }, { signal }),
    staleTime: 0,
  });

/** A folder as it was seen last, which is there at once. */
export const seenQuery = (place: string, path: string) =>
  queryOptions({
    queryKey: ['secrets', place, 'seen', path],
    queryFn: ({ signal }) => core.secrets.list({ path, stored: true }, { signal }),
  });

/** How the secrets of a folder stand. */
export const standingsQuery = (place: string, paths: readonly string[]) =>
  queryOptions({
    queryKey: ['secrets', place, 'standings', ...paths],
    queryFn: ({ signal }) => core.secrets.standings({ paths: [...paths] }, { signal }),
    enabled: paths.length > 0,
    staleTime: 0,
  });

/** A secret without its values. */
export const secretQuery = (place: string, path: string, version?: number) =>
  queryOptions({
    queryKey: ['secrets', place, 'read', path, version],
    queryFn: ({ signal }) =>
      core.secrets.read({ path, ...(version !== undefined && { version }) }, { signal }),
    staleTime: 0,
  });

/** What a launch makes of a version. */
export const launchQuery = (place: string, path: string, version: number) =>
  queryOptions({
    queryKey: ['secrets', place, 'launch', path, version],
    queryFn: ({ signal }) => core.secrets.useInLaunch({ path }, { signal }),
  });

/** After a change: everything that is shown is asked again. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['secrets'] });
}
