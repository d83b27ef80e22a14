/** Tasks of Label Studio as rows: `JSON`, with annotations in the task or the task in the annotation, `JSON_MIN` and `CSV`. Pure. */
import type { Cell } from './cells.ts';
import { flatten, isRecord } from './flatten.ts';

type Json = Readonly<Record<string, unknown>>;

/** Of which export a record is. Source: Label Studio, "Export annotations", and its files in a target storage. */
export function exportKind(record: Json): 'task' | 'annotation' | 'min' | undefined {
  if (
    isRecord(record['data']) &&
    (Array.isArray(record['annotations']) || Array.isArray(record['predictions']))
  )
    return 'task';
  if (isRecord(record['task']) && isRecord(record['task']['data']) && Array.isArray(record['result']))
    return 'annotation';
  return isMinimal(Object.keys(record)) ? 'min' : undefined;
}

/** Whether the columns are those of `JSON_MIN` or `CSV`. */
export function isMinimal(names: readonly string[]): boolean {
  return names.includes('annotation_id') && names.includes('annotator');
}

/** One task a row: its data, the results of its first annotation that was not skipped, its predictions as suggestions. */
export function flattenTask(record: Json, row: Map<string, Cell>): void {
  const kind = exportKind(record);
  if (kind === 'min' || kind === undefined) {
    for (const [name, value] of Object.entries(record)) row.set(name, labelOf(value));
    return;
  }
  const task = kind === 'task' ? record : (record['task'] as Json);
  flatten(isRecord(task['data']) ? task['data'] : {}, row);
  row.set('task_id', task['id']);
  const all = kind === 'task' ? listOf(task['annotations']) : [record];
  const annotation = all.find((one) => one['was_cancelled'] !== true) ?? all[0];
  for (const result of listOf(annotation?.['result'])) {
    const name = typeof result['from_name'] === 'string' ? result['from_name'] : 'result';
    row.set(row.has(name) ? `annotation.${name}` : name, labelOf(result['value']));
  }
  suggest(listOf(task['predictions']), row);
}

/**
 * What was chosen: the last part of the first path of a taxonomy, the choice, the text, the stars; JSON of them is read (CSV exports).
 * Other values stay as they are.
 */
export function labelOf(value: unknown): Cell {
  if (typeof value === 'string' && /^\[\s*\{/.test(value)) {
    try {
      return labelOf(JSON.parse(value));
    } catch {
      return value;
    }
  }
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (!isRecord(one)) return value;
  const chosen = ['taxonomy', 'choices', 'text', 'rating']
    .map((key) => one[key])
    .find((part) => part !== undefined);
  return chosen === undefined ? value : lastOf(chosen);
}

/** `[["S", "96", "96.02A"]]` gives `96.02A`, `["Non"]` gives `Non`. */
function lastOf(value: unknown): Cell {
  if (!Array.isArray(value)) return value;
  const [first] = value as unknown[];
  return Array.isArray(first) ? first.at(-1) : first;
}

function suggest(predictions: readonly Json[], row: Map<string, Cell>): void {
  const scored = [...predictions].sort((one, other) => scoreOf(other) - scoreOf(one)).slice(0, 5);
  for (const [index, prediction] of scored.entries()) {
    const result = listOf(prediction['result']).find(({ type }) => type === 'taxonomy' || type === 'choices');
    if (!result) continue;
    row.set(`suggestions.${index + 1}.code`, labelOf(result['value']));
    row.set(`suggestions.${index + 1}.probability`, prediction['score']);
    if (index === 0) row.set('model_version', prediction['model_version']);
  }
}

const scoreOf = (prediction: Json) => (typeof prediction['score'] === 'number' ? prediction['score'] : -1);
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);
