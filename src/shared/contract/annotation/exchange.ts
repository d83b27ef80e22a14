/** Exchange: campaigns in and out as Label Studio, CSV and the Parquet files of the existing pipeline. */
import { z } from 'zod';
import { mutation, query } from '../operation.ts';
import { CampaignRef } from './campaigns.ts';
import { SourceFile } from './nomenclatures.ts';

/** `etl-parquet`: the column names of the existing pipeline (`liasse_numero`, `apet_manual`...). */
export const ExportFormat = z.enum(['label-studio', 'label-studio-min', 'csv', 'etl-parquet']);
/** `resolved`: one row an item (adjudicated, else agreed by most, else the only one). `every`: one row a decision. */
export const ExportRows = z.enum(['resolved', 'every']);

export const ExportRequest = z.object({
  at: CampaignRef,
  format: ExportFormat,
  rows: ExportRows,
  /** Which files: coded, skipped, unclassifiable; the first is named by the purpose. */
  sets: z.array(z.enum(['coded', 'skipped', 'unclassifiable'])).min(1),
  /** Name of the folder below `exports/`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
});
export type ExportRequest = z.infer<typeof ExportRequest>;

export const ExportedFile = z.object({
  name: z.string(),
  key: z.string(),
  rows: z.int(),
  bytes: z.int(),
  /** SHA-256, hexadecimal. */
  hash: z.string(),
  /** Where the page can fetch it; absent where the platform forbids exports to the laptop. */
  address: z.string().optional(),
});

/** `export.json` beside the files: what it would take to make the same files again. */
export const ExportManifest = z.object({
  schemaVersion: z.literal(1),
  campaign: z.string(),
  request: ExportRequest,
  nomenclature: z.object({ id: z.string(), hash: z.string() }),
  seed: z.int(),
  /** Files that were read, with their ETags. */
  sources: z.array(z.object({ key: z.string(), etag: z.string() })),
  guidelineVersions: z.array(z.int()),
  modelVersions: z.array(z.string()),
  files: z.array(ExportedFile.omit({ address: true })),
  /** Items that are in no file of resolved rows: people differ and nobody settled it; one person decided differently on two laptops. */
  unresolved: z.object({ ties: z.int(), conflicts: z.int() }).optional(),
  madeAt: z.number(),
  madeBy: z.string(),
  app: z.string(),
});
export type ExportManifest = z.infer<typeof ExportManifest>;

export const exchangeOperations = {
  /** Writes the files and `export.json` to `exports/<name>/`; the same request over the same files gives the same hashes. */
  exportCampaign: mutation(
    ExportRequest,
    z.object({ files: z.array(ExportedFile), manifest: ExportManifest }),
  ),
  exports: query(
    z.object({ at: CampaignRef }),
    z.array(z.object({ name: z.string(), manifest: ExportManifest })),
  ),
  /** Takes annotations of a Label Studio export into a campaign: its tasks by id or text; a decision that is there already is not doubled. */
  importAnnotations: mutation(
    z.object({
      at: CampaignRef,
      files: z.array(SourceFile).min(1),
      /** Label Studio's people to ours; who is not named keeps `label-studio-<id>`. */
      people: z.record(z.string(), z.string()).default({}),
    }),
    z.object({
      decisions: z.int(),
      already: z.int(),
      unknownItems: z.int(),
      findings: z.array(
        z.object({
          severity: z.enum(['error', 'warning']),
          kind: z.enum([
            'unreadable',
            'bad-json',
            'no-code',
            'other-version',
            'unknown-code',
            'unknown-item',
          ]),
          name: z.string(),
          line: z.int().optional(),
          column: z.int().optional(),
        }),
      ),
    }),
  ),
};
