/** What adjudicators settled, as rows. Pure. */
import { z } from 'zod';
import { DecisionStatus } from '../../../../shared/contract/annotation/coding.ts';
import { AdjudicationReason } from '../../../../shared/contract/annotation/quality.ts';
import type { AdjudicationRecord } from './campaign-files.ts';
import { columns, textIn, timeIn } from './columns.ts';
import { compact, factColumns, readCode, writtenCode, type Shape } from './shape.ts';

const Adjudication = z.object({
  id: z.string().min(1),
  item: z.string().min(1),
  code: z.string().optional(),
  status: DecisionStatus,
  reason: AdjudicationReason,
  comment: z.string(),
  by: z.string(),
  at: z.number(),
  machine: z.string(),
}) satisfies z.ZodType<AdjudicationRecord>;

export const adjudicationShape: Shape<AdjudicationRecord, AdjudicationRecord> = {
  columns: [
    ...columns('text', 'adjudication_id', 'task_id', 'nomenclature', 'frame_id'),
    ...columns('long', 'seed'),
    ...columns('text', 'purpose', 'mode', 'code_final', 'status', 'reason', 'comment', 'adjudicated_by'),
    ...columns('time', 'adjudicated_at'),
    ...columns('text', 'machine'),
  ],
  needed: ['adjudication_id', 'task_id', 'status', 'adjudicated_by', 'adjudicated_at'],
  read: Adjudication,
  codes: ({ code }) => [code],
  toRow: (record, facts, spelling) => ({
    ...factColumns(facts),
    adjudication_id: record.id,
    task_id: record.item,
    code_final: writtenCode(record.code, spelling),
    status: record.status,
    reason: record.reason,
    comment: record.comment,
    adjudicated_by: record.by,
    adjudicated_at: record.at,
    machine: record.machine,
  }),
  fromRow: (row, spelling) =>
    compact({
      id: textIn(row, 'adjudication_id'),
      item: textIn(row, 'task_id'),
      code: readCode(textIn(row, 'code_final'), spelling),
      status: textIn(row, 'status'),
      reason: textIn(row, 'reason'),
      comment: textIn(row, 'comment') ?? '',
      by: textIn(row, 'adjudicated_by'),
      at: timeIn(row, 'adjudicated_at'),
      machine: textIn(row, 'machine') ?? '',
    }),
};
