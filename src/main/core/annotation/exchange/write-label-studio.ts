/** Rows as Label Studio's JSON, which an import of it takes: one task an item, predictions beside. Pure. */
import type { ExportRow, Material } from './export-rows.ts';
import { annotationNumber, metaKey, predictionsOf, resultsOf, taskData } from './label-studio-task.ts';

/**
 * The list of tasks. Annotations name no `completed_by`, since Label Studio refuses a file with a person that it does not know; who decided
 * what is in the task's `meta`, with the decisions themselves, and comes back with it.
 * @param project the whole number that annotations and tasks say they are of
 */
export function writeLabelStudio(rows: readonly ExportRow[], material: Material, project: number): string {
  const tasks = [...Map.groupBy(rows, ({ place }) => place).values()].map((ofItem) =>
    JSON.stringify(taskOf(ofItem, material, project)),
  );
  return `[\n${tasks.join(',\n')}\n]\n`;
}

function taskOf(rows: readonly ExportRow[], { campaign, tree }: Material, project: number): unknown {
  const [first] = rows;
  if (!first) return {};
  const { item, place } = first;
  const annotations = rows.map((row) => annotationOf(row, project));
  const at = new Date(campaign.createdAt).toISOString();
  const cancelled = annotations.filter((one) => one.was_cancelled).length;
  const predictions = predictionsOf(item, tree);

  function annotationOf(row: ExportRow, of: number) {
    const { decision, resolved } = row;
    const result = resultsOf(row, tree);
    const made = new Date(
      resolved?.adjudication?.at ?? decision?.decidedAt ?? campaign.createdAt,
    ).toISOString();
    return {
      id: annotationNumber(resolved ? `${campaign.id}/${item.id}` : (decision?.id ?? item.id)),
      was_cancelled: row.status === 'skipped' || row.status === 'delegated',
      ground_truth: resolved !== undefined,
      lead_time: (decision?.leadTime ?? 0) / 1000,
      result_count: result.length,
      created_at: made,
      updated_at: made,
      draft_created_at: null,
      task: place,
      project: of,
      parent_prediction: null,
      parent_annotation: null,
      prediction: {},
      result,
    };
  }

  return {
    id: place,
    inner_id: place,
    project,
    created_at: at,
    updated_at: at,
    data: taskData(item, campaign),
    meta: {
      [metaKey]: {
        campaign: campaign.id,
        item: item.id,
        decisions: rows.flatMap(({ decision, resolved }) => (resolved || !decision ? [] : [decision])),
      },
    },
    drafts: [],
    file_upload: null,
    total_annotations: annotations.length - cancelled,
    cancelled_annotations: cancelled,
    total_predictions: predictions.length,
    annotations,
    predictions,
  };
}
