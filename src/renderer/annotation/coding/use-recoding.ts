/** From a known code of an earlier version to the candidates of the campaign's nomenclature. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { createCorrespondence, type Recoding } from '../../../shared/nomenclature/correspondence.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';
import { useNomenclature } from '../codes/use-nomenclature.ts';

export interface RecodingState {
  readonly recoding: Recoding | undefined;
  /** The nomenclature that is recoded from. */
  readonly known: Tree | undefined;
  readonly isPending: boolean;
  readonly failure: FailureData | undefined;
  readonly retry: () => void;
}

/** @param from the nomenclature of the known codes; undefined: nothing is recoded. */
export function useRecoding(from: string | undefined, to: Tree | undefined): RecodingState {
  const known = useNomenclature(from);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['annotation', 'correspondence', from, to?.id],
    queryFn: ({ signal }) =>
      core.annotation.correspondence({ from: from ?? '', to: to?.id ?? '' }, { signal }),
    enabled: from !== undefined && to !== undefined,
    staleTime: Infinity,
    retry: false,
  });
  const recoding = useMemo(
    () => (data && known.tree && to ? createCorrespondence(data, known.tree, to) : undefined),
    [data, known.tree, to],
  );
  return {
    recoding,
    known: known.tree,
    isPending: from !== undefined && (known.isPending || isPending),
    failure: known.failure ?? (error ? failureOf(error) : undefined),
    retry: known.failure ? known.retry : () => void refetch(),
  };
}
