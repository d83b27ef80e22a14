/** Items as rows (the names are those of the existing files: reference of the record of an item). Pure. */
import { z } from 'zod';
import { SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';
import type { ItemRecord } from './campaign-files.ts';
import { columns, numberIn, suggestionsIn, textIn, type Row } from './columns.ts';
import {
  compact,
  factColumns,
  readCode,
  readSuggestions,
  writtenCode,
  writtenSuggestions,
  type Shape,
} from './shape.ts';

/** Variables that have a column of their own; all others lie in `other_variables` as one object of JSON. */
export const variableColumns = [
  'type_',
  'nature',
  'surface',
  'event',
  'cj',
  'permanence',
  'other_nature_text',
  'date',
] as const;

const probability = z.number().gt(0).max(1);

const Item = z.object({
  id: z.string().min(1),
  sourceId: z.string(),
  batch: z.string().min(1),
  text: z.string(),
  cleanText: z.string(),
  fields: z.record(z.string(), z.string()),
  knownCode: z.string().optional(),
  multiplicity: z.int().positive(),
  stratum: z.string().optional(),
  populationSize: z.int().nonnegative().optional(),
  inclusionProbability: probability.optional(),
  weight: z.number().nonnegative().optional(),
  queue: z.string().optional(),
  suggestions: SuggestionSet.optional(),
}) satisfies z.ZodType<ItemRecord>;

export const itemShape: Shape<ItemRecord, ItemRecord> = {
  columns: [
    ...columns('text', 'task_id', 'source_id', 'batch', 'text_description', 'text_clean'),
    ...columns('text', ...variableColumns, 'other_variables', 'known_code'),
    ...columns('integer', 'multiplicity'),
    ...columns('text', 'nomenclature', 'frame_id', 'stratum'),
    ...columns('long', 'N_h'),
    ...columns('number', 'incl_prob', 'weight'),
    ...columns('long', 'seed'),
    ...columns('text', 'purpose', 'mode', 'queue'),
    ...columns('suggestions', 'suggestions'),
    ...columns('number', 'IC'),
    ...columns('text', 'model', 'model_version', 'suggestions_from'),
  ],
  needed: ['task_id', 'batch', 'text_description'],
  read: Item,
  codes: (item) => [item.knownCode, ...(item.suggestions?.suggestions ?? []).map(({ code }) => code)],
  toRow(item, facts, spelling) {
    const { suggestions } = item;
    return {
      task_id: item.id,
      source_id: item.sourceId,
      batch: item.batch,
      text_description: item.text,
      text_clean: item.cleanText,
      ...variables(item.fields),
      known_code: writtenCode(item.knownCode, spelling),
      multiplicity: item.multiplicity,
      ...factColumns(facts),
      stratum: item.stratum,
      N_h: item.populationSize,
      incl_prob: item.inclusionProbability,
      weight: item.weight,
      queue: item.queue,
      suggestions: writtenSuggestions(suggestions?.suggestions, spelling),
      IC: suggestions?.confidenceIndex,
      model: suggestions?.model,
      model_version: suggestions?.modelVersion,
      suggestions_from: suggestions?.from,
    };
  },
  fromRow(row, spelling) {
    const suggestions = readSuggestions(suggestionsIn(row, 'suggestions'), spelling);
    return compact({
      id: textIn(row, 'task_id'),
      sourceId: textIn(row, 'source_id') ?? '',
      batch: textIn(row, 'batch'),
      text: textIn(row, 'text_description'),
      cleanText: textIn(row, 'text_clean') ?? '',
      fields: fieldsIn(row),
      knownCode: readCode(textIn(row, 'known_code'), spelling),
      multiplicity: numberIn(row, 'multiplicity') ?? 1,
      stratum: textIn(row, 'stratum'),
      populationSize: numberIn(row, 'N_h'),
      inclusionProbability: numberIn(row, 'incl_prob'),
      weight: numberIn(row, 'weight'),
      queue: textIn(row, 'queue'),
      suggestions:
        suggestions &&
        compact({
          suggestions,
          confidenceIndex: numberIn(row, 'IC'),
          model: textIn(row, 'model') ?? '',
          modelVersion: textIn(row, 'model_version'),
          from: textIn(row, 'suggestions_from') ?? 'file',
        }),
    });
  },
};

const own: ReadonlySet<string> = new Set(variableColumns);

/** Variables by column; empty ones are left out. */
function variables(fields: ItemRecord['fields']): Row {
  const found: Record<string, string> = {};
  const others: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields))
    if (value !== '') (own.has(name) ? found : others)[name] = value;
  if (Object.keys(others).length > 0) found['other_variables'] = JSON.stringify(others);
  return found;
}

function fieldsIn(row: Row): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of variableColumns) {
    const value = textIn(row, name);
    if (value !== undefined && value !== '') fields[name] = value;
  }
  const others = textIn(row, 'other_variables');
  if (others === undefined) return fields;
  for (const [name, value] of Object.entries(JSON.parse(others) as object))
    fields[name] = typeof value === 'string' ? value : JSON.stringify(value);
  return fields;
}
