/** What a draft would draw, asked again a moment after each change. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import type { CampaignPlan, PlanPreview } from '../../../../shared/contract/annotation/campaigns.ts';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import { core } from '../../../app/core.ts';
import { failureOf } from '../../../app/failures.ts';
import type { PlanDraft } from './draft.ts';

export interface Preview {
  readonly preview: PlanPreview | undefined;
  readonly failure: FailureData | undefined;
  /** What is shown is of an older draft. */
  readonly isStale: boolean;
  readonly retry: () => void;
}

const pause = 350;

/** The source as `previewPlan` and `createCampaign` take it; undefined while nothing was read. */
export function readingOf({ reading }: Pick<PlanDraft, 'reading'>) {
  if (reading?.reading === undefined) return undefined;
  const columns = reading.columns.map(({ name, role, rank }) => ({
    name,
    role,
    ...(rank !== undefined && { rank }),
  }));
  return { reading: reading.reading, columns };
}

/** Guidelines and title change nothing of what is drawn, so they ask nothing. */
export function usePreview(draft: PlanDraft, plan: CampaignPlan | undefined): Preview {
  const source = readingOf(draft);
  const asked = plan && source && { source, plan: { ...plan, guidelines: '', title: 'preview' } };
  const text = JSON.stringify(asked);
  const [settled] = useDebouncedValue(text, pause);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ['annotation', 'preview', settled],
    queryFn: ({ signal }) =>
      core.annotation.previewPlan(JSON.parse(settled ?? '') as NonNullable<typeof asked>, { signal }),
    enabled: settled !== undefined && text !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
  return {
    preview: asked ? data : undefined,
    failure: asked && error ? failureOf(error) : undefined,
    isStale: isFetching || isPlaceholderData || settled !== text,
    retry: () => void refetch(),
  };
}
