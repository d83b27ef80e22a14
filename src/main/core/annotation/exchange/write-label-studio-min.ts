/** Rows as Label Studio's JSON_MIN: the data of the task and what was said, one record a row. Pure. */
import type { ExportRow, Material } from './export-rows.ts';
import { annotationNumber, resultsOf, taskData } from './label-studio-task.ts';

/** The list of records; people by their names. Skipped ones, which Label Studio leaves out, say `was_cancelled`. */
export function writeLabelStudioMin(rows: readonly ExportRow[], material: Material): string {
  const records = rows.map((row) => JSON.stringify(recordOf(row, material)));
  return `[\n${records.join(',\n')}\n]\n`;
}

function recordOf(row: ExportRow, { campaign, tree }: Material): unknown {
  const { item, place, decision, resolved } = row;
  const said = resultsOf(row, tree).map(({ from_name: name, type, value }) => [
    name,
    type === 'textarea' ? (value['text'] as string[])[0] : [value],
  ]);
  const at = resolved?.adjudication?.at ?? decision?.decidedAt ?? campaign.createdAt;
  const made = new Date(at).toISOString();
  const isSkipped = row.status === 'skipped' || row.status === 'delegated';
  return {
    ...taskData(item, campaign),
    id: place,
    ...Object.fromEntries(said),
    annotator: resolved ? (resolved.adjudication?.by ?? resolved.by) : (decision?.annotator ?? ''),
    annotation_id: annotationNumber(resolved ? `${campaign.id}/${item.id}` : (decision?.id ?? item.id)),
    created_at: made,
    updated_at: made,
    lead_time: (decision?.leadTime ?? 0) / 1000,
    ...(isSkipped && { was_cancelled: true }),
  };
}
