/** Records as the bytes of a Parquet file; the same records give the same bytes. Pure. */
import type { DecodedArray } from 'hyparquet';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { adjudicationShape } from './adjudication-shape.ts';
import type { AdjudicationRecord, ItemRecord } from './campaign-files.ts';
import { spellingOf } from './code-spelling.ts';
import { schemaOf, written, type Column } from './columns.ts';
import { decisionShape, type DecisionRow } from './decision-shape.ts';
import { itemShape } from './item-shape.ts';
import type { PartFacts, Shape } from './shape.ts';

/** What is written into each kind of part. */
export interface WrittenRecords {
  items: ItemRecord;
  decisions: DecisionRow;
  adjudications: AdjudicationRecord;
}
export type PartKind = keyof WrittenRecords;

/** Keys of the file's own metadata: `items/1` is kind and major version. */
export const metadataKeys = { part: 'sardonyx.part', codes: 'sardonyx.codes' } as const;
export const partVersion = 1;

/**
 * Encodes records in their order.
 * @param groups rows of each row group; the last one goes on
 */
export function encodePart<Kind extends PartKind>(
  kind: Kind,
  records: readonly WrittenRecords[Kind][],
  facts: PartFacts,
  groups: readonly number[],
): ArrayBuffer {
  const shape = shapes[kind] as Shape<WrittenRecords[Kind], unknown>;
  const codes = new Set<string>();
  for (const record of records)
    for (const code of shape.codes(record)) if (code !== undefined) codes.add(code);
  const spelling = spellingOf(codes);
  const sources = shape.columns.map(sourceOf);
  for (const record of records) {
    const row = shape.toRow(record, facts, spelling);
    for (const { column, data } of sources) data.push(written(row[column.name], column.kind));
  }
  return parquetWriteBuffer({
    columnData: sources.map(({ source }) => source),
    schema: schemaOf(shape.columns),
    rowGroupSize: groups.length > 0 ? [...groups] : [Math.max(1, records.length)],
    createdBy: 'Sardonyx',
    kvMetadata: [
      { key: metadataKeys.part, value: `${kind}/${partVersion}` },
      { key: metadataKeys.codes, value: spelling },
    ],
  });
}

/** Texts by which readers leave out row groups. */
const searched: ReadonlySet<string> = new Set(['batch', 'stratum', 'date', 'annotator']);

const shapes = { items: itemShape, decisions: decisionShape, adjudications: adjudicationShape };

function sourceOf(column: Column): { column: Column; data: unknown[]; source: ColumnSource } {
  const data: unknown[] = [];
  const statistics = column.kind !== 'text' || searched.has(column.name);
  return { column, data, source: { name: column.name, data: data as DecodedArray, statistics } };
}
