/** What can be launched: catalogs and charts, the launch form, saved configurations. */
import { z } from 'zod';
import type { LaunchForm } from './launch-form.ts';
import { FailureData } from './errors.ts';
import { mutation, query, stream } from './operation.ts';

export const ChartKey = z.object({ catalogId: z.string(), name: z.string() });
export type ChartKey = z.infer<typeof ChartKey>;

export const ChartSummary = ChartKey.extend({
  version: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  /** Address of the icon on this host (served by the core, cached), if the chart has one. */
  icon: z.string().optional(),
  home: z.string().optional(),
  favourite: z.boolean(),
  /** When it was last launched from here, in milliseconds since 1970. */
  lastUsed: z.number().optional(),
  /** What this platform lacks to run it, in the platform's own words. */
  needs: z.string().optional(),
});
export type ChartSummary = z.infer<typeof ChartSummary>;

export const CatalogSummary = z.object({
  id: z.string(),
  name: z.record(z.string(), z.string()),
  description: z.record(z.string(), z.string()),
  charts: z.array(ChartSummary),
  problem: FailureData.optional(),
});

export const Catalogs = z.object({
  catalogs: z.array(CatalogSummary),
  /** When the platform last told this, in milliseconds since 1970. */
  asOf: z.number().optional(),
  state: z.enum(['live', 'refreshing', 'stored']),
  problem: FailureData.optional(),
});
export type Catalogs = z.infer<typeof Catalogs>;

export const ChartDetails = z.object({
  versions: z.array(
    z.object({ version: z.string(), appVersion: z.string().optional(), created: z.string().optional() }),
  ),
  readme: z.string().optional(),
  sources: z.array(z.string()),
  maintainers: z.array(z.string()),
});

/** One change of the open form. */
export const FormEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), path: z.array(z.union([z.string(), z.int()])), value: z.unknown() }),
  z.object({ kind: z.literal('add'), path: z.array(z.union([z.string(), z.int()])) }),
  z.object({ kind: z.literal('remove'), path: z.array(z.union([z.string(), z.int()])), index: z.int() }),
  z.object({ kind: z.literal('reset') }),
  /** The whole text of the values, as a person edited it. */
  z.object({ kind: z.literal('yaml'), text: z.string() }),
  z.object({ kind: z.literal('version'), version: z.string() }),
  z.object({ kind: z.literal('storage-profile'), name: z.string() }),
  z.object({ kind: z.literal('name'), name: z.string() }),
  z.object({ kind: z.literal('share'), share: z.boolean() }),
  z.object({ kind: z.literal('include-chart-defaults'), include: z.boolean() }),
]);
export type FormEdit = z.infer<typeof FormEdit>;

export const SavedConfiguration = z.object({
  friendlyName: z.string(),
  catalogId: z.string(),
  chartName: z.string(),
  chartVersion: z.string(),
  isShared: z.boolean().optional(),
  storageProfile: z.string().optional(),
  /** How to get it again by a click: Onyxia's launch link. */
  link: z.string(),
});
export type SavedConfiguration = z.infer<typeof SavedConfiguration>;

export const catalog = {
  /** From the store first, then live; again after each change. */
  list: stream(z.object({}), Catalogs),
  refresh: mutation(z.object({}), z.object({})),
  details: query(ChartKey, ChartDetails),
  setFavourite: mutation(ChartKey.extend({ favourite: z.boolean() }), z.object({})),
  /** Opens a form in the core, which keeps the secrets; the renderer sees placeholders. */
  openForm: mutation(
    z.object({
      chart: ChartKey,
      version: z.string().optional(),
      /** A launch link of Onyxia (`/launcher/...`), whose choices are applied. */
      link: z.string().optional(),
      saved: z.object({ friendlyName: z.string() }).optional(),
    }),
    z.custom<LaunchForm>(),
  ),
  editForm: mutation(z.object({ formId: z.string(), edit: FormEdit }), z.custom<LaunchForm>()),
  /** One secret of the form in the clear, on purpose. */
  revealInForm: mutation(
    z.object({ formId: z.string(), path: z.array(z.union([z.string(), z.int()])) }),
    z.object({ value: z.string() }),
  ),
  closeForm: mutation(z.object({ formId: z.string() }), z.object({})),
  savedConfigurations: stream(
    z.object({}),
    z.object({
      configurations: z.array(SavedConfiguration),
      /** Where they are kept: the platform's Vault, or this laptop where there is none or it does not answer. */
      kept: z.enum(['vault', 'laptop']),
      problem: FailureData.optional(),
    }),
  ),
  saveConfiguration: mutation(
    z.object({ formId: z.string(), friendlyName: z.string().min(1) }),
    z.object({ kept: z.enum(['vault', 'laptop']) }),
  ),
  renameConfiguration: mutation(
    z.object({ chart: ChartKey, friendlyName: z.string(), newName: z.string().min(1) }),
    z.object({}),
  ),
  deleteConfiguration: mutation(z.object({ chart: ChartKey, friendlyName: z.string() }), z.object({})),
};
