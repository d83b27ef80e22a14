/** The items on which people differ, all of them, page by page. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import { core } from '../../app/core.ts';

const pageSize = 500;

interface Page {
  readonly disagreements: Disagreement[];
  readonly total: number;
  readonly open: number;
}

const allOf = (at: CampaignRef) => ['annotation', 'disagreements', at.profile, at.bucket, at.prefix];

const disagreementsQuery = (at: CampaignRef, showNames: boolean) =>
  infiniteQueryOptions({
    queryKey: [...allOf(at), showNames],
    queryFn: ({ pageParam, signal }): Promise<Page> =>
      core.annotation.disagreements({ at, showNames, from: pageParam, count: pageSize }, { signal }),
    // With names or without: the same items, so the desk stays.
    placeholderData: keepPreviousData,
    initialPageParam: 0,
    getNextPageParam: (last: Page, pages: Page[]) => {
      const seen = pages.reduce((sum, { disagreements }) => sum + disagreements.length, 0);
      return last.disagreements.length > 0 && seen < last.total ? seen : undefined;
    },
  });

/** All disagreements, the later pages as they come; names only where they are asked for. */
export function useDisagreements(at: CampaignRef, showNames: boolean) {
  const query = useInfiniteQuery(disagreementsQuery(at, showNames));
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return query;
}

/** Notes what was settled, so that the list shows it before the core is asked again. */
export function useNoteSettled(at: CampaignRef) {
  const queries = useQueryClient();
  const { profile, bucket, prefix } = at;
  return useCallback(
    (item: string, settled: NonNullable<Disagreement['settled']>) =>
      queries.setQueriesData<InfiniteData<Page>>(
        { queryKey: allOf({ profile, bucket, prefix }) },
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              disagreements: page.disagreements.map((one) => (one.item === item ? { ...one, settled } : one)),
            })),
          },
      ),
    [queries, profile, bucket, prefix],
  );
}
