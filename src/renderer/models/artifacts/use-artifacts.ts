/** Artifacts of a run or of a version, folder by folder. */
import { useQuery } from '@tanstack/react-query';
import type { ArtifactsOf } from '../../../shared/contract/models/runs.ts';
import { core } from '../../app/core.ts';

export interface OfArtifacts {
  readonly server: string;
  readonly of: ArtifactsOf;
}

/** What lies in one folder. */
export function useArtifacts({ server, of }: OfArtifacts, path: string) {
  return useQuery({
    queryKey: ['models', 'artifacts', server, of, path],
    queryFn: ({ signal }) => core.models.artifacts({ server, of, path }, { signal }),
    retry: false,
  });
}
