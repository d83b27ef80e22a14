/** Annotations in exports of Label Studio: JSON in both nestings, JSON_MIN, CSV. Pure. */
import Papa from 'papaparse';
import { beginningOf, createDecoder } from '../sources/encoding.ts';
import { isRecord } from '../sources/flatten.ts';
import { jsonFault } from '../sources/json-fault.ts';
import { isMinimal } from '../sources/label-studio.ts';
import { positionIn } from '../sources/text-pieces.ts';
import type { ImportFinding } from './import-findings.ts';

type Json = Readonly<Record<string, unknown>>;

export interface Annotation {
  /** Of its task. */
  readonly data: Json;
  readonly meta: Json;
  readonly id: number | string;
  /** What it was called where Label Studio took it from. */
  readonly importId: number | string | undefined;
  /** A number, a name, or `{ id, email, ... }`. */
  readonly completedBy: unknown;
  readonly isCancelled: boolean;
  readonly isFromPrediction: boolean;
  /** Values of results, in any order: `{ taxonomy }`, `{ choices }`, `{ text }`, `{ rating }`. */
  readonly values: readonly Json[];
  /** Milliseconds. */
  readonly leadTime: number;
  /** Milliseconds since 1970; undefined where it is not said. */
  readonly at: number | undefined;
}

/** Texts that the existing projects have besides results; in JSON_MIN and CSV they stand as plain text. */
const plainResults = { text: ['Remarques', 'comment'], choices: ['NAF2008_OK', 'Choisissez dans la liste'] };

/** Reads a file whole; one that is none of these forms is one finding. */
export function readAnnotations(
  name: string,
  bytes: Uint8Array,
): { readonly annotations: readonly Annotation[]; readonly finding?: ImportFinding } {
  const beginning = beginningOf(bytes.subarray(0, 64 * 1024));
  if (!beginning) return unreadable(name);
  const text = createDecoder(beginning.encoding).decode(bytes.subarray(beginning.mark), true);
  if (!/^\s*[[{]/.test(text)) return fromCsv(name, text);
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    const position = positionIn(text, Math.max(0, jsonFault(text)), 1);
    return { annotations: [], finding: { severity: 'error', kind: 'bad-json', name, ...position } };
  }
  const records = (Array.isArray(value) ? value : [value]).filter(isRecord);
  const annotations = records.flatMap(fromRecord);
  return annotations.length === 0 && records.some((one) => !isTask(one)) ? unreadable(name) : { annotations };
}

const unreadable = (name: string) => ({
  annotations: [],
  finding: { severity: 'error', kind: 'unreadable', name } satisfies ImportFinding,
});

const isTask = (record: Json) => isRecord(record['data']) && Array.isArray(record['annotations']);

function fromRecord(record: Json): Annotation[] {
  if (isTask(record))
    return (record['annotations'] as unknown[]).filter(isRecord).map((one) => fromAnnotation(one, record));
  const { task } = record;
  if (isRecord(task) && isRecord(task['data'])) return [fromAnnotation(record, task)];
  return isMinimal(Object.keys(record)) ? [fromMinimal(record)] : [];
}

function fromAnnotation(record: Json, task: Json): Annotation {
  const results = Array.isArray(record['result']) ? record['result'].filter(isRecord) : [];
  return {
    data: task['data'] as Json,
    meta: isRecord(task['meta']) ? task['meta'] : {},
    id: idOf(record['id']) ?? '',
    importId: idOf(record['import_id']),
    completedBy: record['completed_by'],
    isCancelled: record['was_cancelled'] === true,
    isFromPrediction: idOf(record['parent_prediction']) !== undefined,
    values: results.map(({ value }) => value).filter(isRecord),
    leadTime: secondsOf(record['lead_time']),
    at: timeOf(record),
  };
}

function fromMinimal(record: Json): Annotation {
  const values = Object.entries(record).flatMap(([name, cell]): Json[] => {
    const value = typeof cell === 'string' && /^\[\s*\{/.test(cell) ? parsed(cell) : cell;
    if (Array.isArray(value)) return value.filter(isRecord);
    if (typeof value !== 'string' || value === '') return [];
    const kind = (['text', 'choices'] as const).find((one) => plainResults[one].includes(name));
    return kind ? [{ [kind]: [value] }] : [];
  });
  return {
    data: record,
    meta: {},
    id: idOf(record['annotation_id']) ?? '',
    importId: undefined,
    completedBy: record['annotator'],
    isCancelled: record['was_cancelled'] === true || record['was_cancelled'] === 'true',
    isFromPrediction: false,
    values,
    leadTime: secondsOf(record['lead_time']),
    at: timeOf(record),
  };
}

function fromCsv(name: string, text: string): ReturnType<typeof readAnnotations> {
  const { data, meta, errors } = Papa.parse<Json>(text, { header: true, skipEmptyLines: 'greedy' });
  if (!isMinimal(meta.fields ?? [])) return unreadable(name);
  const [fault] = errors.filter(({ type }) => type !== 'Delimiter');
  if (fault) {
    const line = fault.index === undefined ? (fault.row ?? 0) + 2 : positionIn(text, fault.index - 1, 1).line;
    return { annotations: [], finding: { severity: 'error', kind: 'unreadable', name, line } };
  }
  return { annotations: data.map(fromMinimal) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const idOf = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : undefined;

function secondsOf(value: unknown): number {
  const seconds = Number(value ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : 0;
}

function timeOf(record: Json): number | undefined {
  for (const name of ['updated_at', 'created_at']) {
    const time = typeof record[name] === 'string' ? Date.parse(record[name]) : Number.NaN;
    if (!Number.isNaN(time)) return time;
  }
  return undefined;
}
