/** Rows as CSV (RFC 4180, UTF-8) with the columns of our own Parquet files: design, suggestions, decision. Pure. */
import Papa from 'papaparse';
import { spellingOf } from '../files/code-spelling.ts';
import type { Row } from '../files/columns.ts';
import { decisionShape } from '../files/decision-shape.ts';
import { itemShape } from '../files/item-shape.ts';
import { factsOf, writtenCode } from '../files/shape.ts';
import type { ExportRow, Material } from './export-rows.ts';

const decisionColumns = decisionShape.columns.map(({ name }) => name);
const resolvedColumns = [
  ...itemShape.columns.map(({ name }) => name),
  ...[
    'code_final',
    'status',
    'resolved_by',
    'codings',
    'agreeing',
    'adjudicated_by',
    'comment',
    'difficulty',
  ],
  'annotated_at',
];

/** Codes without dots where they come back as they were. */
export function writeCsv(rows: readonly ExportRow[], { campaign }: Material, isResolved: boolean): string {
  const facts = factsOf(campaign);
  const codes = rows.flatMap(({ item, code, decision }) => [
    code,
    ...itemShape.codes(item),
    ...(decision ? decisionShape.codes({ decision, item }) : []),
  ]);
  const spelling = spellingOf(codes.filter((code) => code !== undefined));

  function rowOf({ item, status, code, decision, resolved }: ExportRow): Row {
    if (!resolved) return decision ? decisionShape.toRow({ decision, item }, facts, spelling) : {};
    const { by, codings, agreeing, adjudication } = resolved;
    return {
      ...itemShape.toRow(item, facts, spelling),
      code_final: writtenCode(code, spelling),
      status,
      resolved_by: by,
      codings,
      agreeing,
      adjudicated_by: adjudication?.by,
      comment: adjudication?.comment ?? decision?.comment,
      difficulty: decision?.difficulty,
      annotated_at: adjudication?.at ?? decision?.decidedAt,
    };
  }

  const fields = isResolved ? resolvedColumns : decisionColumns;
  const data = rows.map((row) => {
    const values = rowOf(row);
    return fields.map((name) => cell(name, values[name]));
  });
  return `${Papa.unparse({ fields, data }, { newline: '\n' })}\n`;
}

/** Times as ISO 8601, lists as JSON. */
function cell(name: string, value: unknown): unknown {
  if (value === undefined || value === null) return '';
  if (name === 'annotated_at') return new Date(value as number).toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : value;
}
