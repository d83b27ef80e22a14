/** The exports of a campaign, and the making of a new one. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { ExportManifest, ExportRequest } from '../../../shared/contract/annotation/exchange.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';

export type Manifest = ReturnType<typeof ExportManifest.parse>;
/** Addresses for the page, by key; only what was made while the app runs has them. */
export type Addresses = Readonly<Record<string, string>>;

export interface Exports {
  /** Newest first; undefined while they are read. */
  readonly made: readonly { readonly name: string; readonly manifest: Manifest }[] | undefined;
  readonly addresses: Addresses;
  readonly failure: FailureData | undefined;
  readonly reload: () => void;
  readonly isMaking: boolean;
  readonly makeFailure: FailureData | undefined;
  make(request: Omit<ExportRequest, 'at'>): Promise<boolean>;
}

/** The list as it stands on the server; a new export joins it when its files are written. */
export function useExports(at: CampaignRef): Exports {
  const queries = useQueryClient();
  const key = ['annotation', 'exports', at.profile, at.bucket, at.prefix];
  const addressKey = [...key, 'addresses'];
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => core.annotation.exports({ at }, { signal }),
  });
  const { data: addresses = {} } = useQuery<Addresses>({
    queryKey: addressKey,
    queryFn: () => ({}),
    staleTime: Infinity,
  });
  const making = useMutation({
    mutationFn: (request: Omit<ExportRequest, 'at'>) => core.annotation.exportCampaign({ at, ...request }),
    onSuccess: async ({ files }) => {
      const found = files.flatMap(({ key: file, address }) => (address ? [[file, address] as const] : []));
      queries.setQueryData<Addresses>(addressKey, (before) => ({ ...before, ...Object.fromEntries(found) }));
      await queries.invalidateQueries({ queryKey: key, exact: true });
    },
  });
  return {
    made: list.data?.toSorted((one, other) => other.manifest.madeAt - one.manifest.madeAt),
    addresses,
    failure: list.error ? failureOf(list.error) : undefined,
    reload: () => void list.refetch(),
    isMaking: making.isPending,
    makeFailure: making.error ? failureOf(making.error) : undefined,
    make: (request) =>
      making.mutateAsync(request).then(
        () => true,
        () => false,
      ),
  };
}
