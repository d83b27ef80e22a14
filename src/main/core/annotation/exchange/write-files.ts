/** The files of an export as bytes. Pure. */
import type { ExportRequest } from '../../../../shared/contract/annotation/exchange.ts';
import { exportRows, type ExportRow, type ExportRows, type Material } from './export-rows.ts';
import { annotationNumber } from './label-studio-task.ts';
import { fileName } from './set-names.ts';
import { writeCsv } from './write-csv.ts';
import { writeEtlParquet } from './write-etl-parquet.ts';
import { writeLabelStudio } from './write-label-studio.ts';
import { writeLabelStudioMin } from './write-label-studio-min.ts';

export interface WrittenFile {
  readonly name: string;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

export type Wanted = Pick<ExportRequest, 'format' | 'rows' | 'sets'>;

/** One file a set, in the order of their names; the same material and request give the same bytes. */
export function writeFiles(
  material: Material,
  { format, rows, sets }: Wanted,
): Pick<ExportRows, 'ties' | 'conflicts'> & { readonly files: readonly WrittenFile[] } {
  const found = exportRows(material, rows);
  const isResolved = rows === 'resolved';
  const { campaign } = material;
  const writers: Readonly<Record<typeof format, (given: readonly ExportRow[]) => string | Uint8Array>> = {
    'label-studio': (given) => writeLabelStudio(given, material, annotationNumber(campaign.id) % 2 ** 31),
    'label-studio-min': (given) => writeLabelStudioMin(given, material),
    csv: (given) => writeCsv(given, material, isResolved),
    'etl-parquet': (given) => writeEtlParquet(given, material, isResolved),
  };
  const files = [...new Set(sets)].sort().map((set): WrittenFile => {
    const given = found.sets.get(set) ?? [];
    const bytes = writers[format](given);
    return {
      name: fileName(campaign, set, format),
      rows: given.length,
      bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
    };
  });
  return { files, ties: found.ties, conflicts: found.conflicts };
}
