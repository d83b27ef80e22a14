/** How the files of an export are named: as the existing pipeline names them. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { ExportRequest } from '../../../../shared/contract/annotation/exchange.ts';
import type { ExportSet } from './export-rows.ts';

const endings: Readonly<Record<ExportRequest['format'], string>> = {
  'label-studio': 'json',
  'label-studio-min': 'min.json',
  csv: 'csv',
  'etl-parquet': 'parquet',
};

const types: Readonly<Record<ExportRequest['format'], string>> = {
  'label-studio': 'application/json',
  'label-studio-min': 'application/json',
  csv: 'text/csv; charset=utf-8',
  'etl-parquet': 'application/vnd.apache.parquet',
};

/** What today's files call the two versions of the NAF. */
const known: Readonly<Record<string, string>> = { 'naf-rev2': 'NAF2008', 'naf-2025': 'NAF2025' };

/** `test_data_NAF2008.parquet`, `training_data_NAF2025.csv`, `skipped_data_...`, `unclassifiable_data_...`. */
export function fileName(
  { purpose, nomenclature }: Pick<CampaignFile, 'purpose' | 'nomenclature'>,
  set: ExportSet,
  format: ExportRequest['format'],
): string {
  const coded = purpose === 'gold' ? 'test' : 'training';
  const version = known[nomenclature.id] ?? nomenclature.id.toUpperCase().replaceAll(/[^A-Z\d]/g, '');
  return `${set === 'coded' ? coded : set}_data_${version}.${endings[format]}`;
}

/** The media type of a format. */
export function mediaType(format: ExportRequest['format']): string {
  return types[format];
}
