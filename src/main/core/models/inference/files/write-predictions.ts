/** Predictions as Parquet, a row group at a time, under the names of the logs of INSEE's coding service. */
import type { SchemaElement } from 'hyparquet';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { dotless } from '../../../../../shared/nomenclature/code.ts';
import type { ModelAnswer } from '../../../../../shared/contract/models/inference.ts';

export interface PredictionWriter {
  /** @param row number in the file that was read, from 1 @throws Error of Node */
  add(row: number, answer: ModelAnswer): void;
  finish(): void;
}

/** Codes that a row has. */
export const ranks = [1, 2, 3, 4, 5];
const rowsOfGroup = 20_000;

interface Column {
  readonly name: string;
  readonly leaf: Partial<SchemaElement>;
  readonly value: (row: number, answer: ModelAnswer) => unknown;
}

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const number = { type: 'DOUBLE' } as const;

const columns: readonly Column[] = [
  { name: 'row', leaf: { type: 'INT64' }, value: (row) => BigInt(row) },
  { name: 'text', leaf: text, value: (_, { raw }) => raw },
  { name: 'line', leaf: text, value: (_, { given }) => given },
  ...ranks.flatMap((rank): Column[] => [
    {
      name: `Response.${rank}.code`,
      leaf: text,
      value: (_, { predictions }) => predictions[rank - 1] && dotless(predictions[rank - 1]?.code ?? ''),
    },
    {
      name: `Response.${rank}.probabilite`,
      leaf: number,
      value: (_, { predictions }) => predictions[rank - 1]?.probability,
    },
    {
      name: `Response.${rank}.libelle`,
      leaf: text,
      value: (_, { predictions }) => predictions[rank - 1]?.title,
    },
  ]),
  { name: 'Response.IC', leaf: number, value: (_, { confidenceIndex }) => confidenceIndex },
];

const schema: SchemaElement[] = [
  { name: 'schema', num_children: columns.length },
  ...columns.map(({ name, leaf }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...leaf })),
];

/** Begins a new file. Blocks its thread while it writes. @throws Error of Node */
export function writePredictions(file: string): PredictionWriter {
  const parquet = new ParquetWriter({ writer: fileWriter(file), schema, createdBy: 'Sardonyx' });
  let held: unknown[][] = columns.map(() => []);
  const writeGroup = () => {
    const rows = held[0]?.length ?? 0;
    if (rows === 0) return;
    const columnData = columns.map(({ name }, at) => ({ name, data: held[at] ?? [] }));
    void parquet.write({ columnData, rowGroupSize: rows });
    held = columns.map(() => []);
  };
  return {
    add(row, answer) {
      for (const [at, { value }] of columns.entries()) held[at]?.push(value(row, answer));
      if ((held[0]?.length ?? 0) >= rowsOfGroup) writeGroup();
    },
    finish() {
      writeGroup();
      void parquet.finish();
    },
  };
}
