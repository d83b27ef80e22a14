/** Saved configurations of services, in Onyxia's own form (`.onyxia/restorableServiceConfigs`). */
import { z } from 'zod';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import { live, type Live } from '../../live.ts';
import { notUnderstood, type OnyxiaConfiguration } from './onyxia-configuration.ts';

/** One configuration; identified by its name, catalog and chart together. Fields that we do not know are kept. */
const SavedService = z.looseObject({
  friendlyName: z.string(),
  catalogId: z.string(),
  chartName: z.string(),
  chartVersion: z.string(),
  isShared: z.boolean().optional(),
  s3ProfileName: z.string().optional(),
  /** Differences from the chart's defaults. */
  helmValuesPatch: z.array(
    z.looseObject({
      path: z.array(z.union([z.string(), z.number()])),
      value: z.union([z.null(), z.boolean(), z.number(), z.string()]).optional(),
    }),
  ),
});
export type SavedService = z.infer<typeof SavedService>;

export interface SavedServices {
  readonly state: Live<{
    readonly configurations: readonly SavedService[];
    readonly kept: 'vault' | 'laptop';
    readonly problem?: FailureData;
  }>;
  /** Reads them again. */
  refresh(): Promise<void>;
  /** Reads, changes and writes with check-and-set; entries of a form that we do not know stay where they are kept. */
  change(change: (list: readonly SavedService[]) => readonly SavedService[]): Promise<'vault' | 'laptop'>;
}

const key = 'restorableServiceConfigs';

/** Empty until `refresh`. */
export function createSavedServices(configuration: OnyxiaConfiguration): SavedServices {
  const state: SavedServices['state'] = live({ configurations: [], kept: 'laptop' });

  function show(value: unknown): void {
    const problem = configuration.problem();
    const inVault = configuration.hasVault && !problem;
    const configurations = Array.isArray(value)
      ? value.flatMap((one) => SavedService.safeParse(one).data ?? [])
      : [];
    state.set({ configurations, kept: inVault ? 'vault' : 'laptop', ...(problem && { problem }) });
  }

  return {
    state,
    refresh: async () => show(await configuration.get(key)),
    async change(change) {
      let written: unknown;
      const kept = await configuration.update(key, (value) => {
        const entries = listOf(value).map((entry) => ({ entry, known: SavedService.safeParse(entry).data }));
        const next = change(entries.flatMap(({ known }) => known ?? []));
        written = [...next, ...entries.filter(({ known }) => !known).map(({ entry }) => entry)];
        return written;
      });
      show(written);
      return kept;
    },
  };
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw notUnderstood(key);
  return value;
}
