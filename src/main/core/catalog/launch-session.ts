/** One open launch form: pure steps from the chart, the context and the edits of a person to what is shown. */
import { parseDocument } from 'yaml';
import { checkSchema, problemText } from '../../../shared/launch-form/check-schema.ts';
import { addItem, itemToAdd, removeItem, setAt } from '../../../shared/launch-form/edit.ts';
import { computeForm } from '../../../shared/launch-form/form.ts';
import {
  isJsonObject,
  toJson,
  type Json,
  type JsonObject,
  type Path,
} from '../../../shared/launch-form/json.ts';
import { applyPatch, difference, keepEdits, type Patch } from '../../../shared/launch-form/patch.ts';
import {
  conceal,
  concealForm,
  findSecretLeaves,
  reveal,
  type Concealed,
} from '../../../shared/launch-form/secret-leaves.ts';
import type { Context, Form, Schema, ValueSource } from '../../../shared/launch-form/types.ts';
import { computeLaunchValues, isSchemaMissing } from '../../../shared/launch-form/values.ts';
import { parseValuesYaml } from '../../../shared/launch-form/values-yaml.ts';
import type { ChartVersion } from './chart-source.ts';

/** What a launch is computed from, before any edit. */
export interface Basis {
  readonly chartName: string;
  readonly chart: ChartVersion;
  readonly context: Context;
  readonly includesChartDefaults: boolean;
}

export interface LaunchState {
  readonly basis: Basis;
  /** Absent when the schema is broken: then there is only the text. */
  readonly schema?: Schema;
  readonly schemaProblems: readonly { readonly path: string; readonly message: string }[];
  readonly defaults: JsonObject;
  readonly values: JsonObject;
  readonly sources: readonly ValueSource[];
  readonly usesStorage: boolean;
  /** Text that could not be read as YAML, kept as it was typed, and why. */
  readonly brokenText?: {
    readonly text: string;
    readonly message: string;
    readonly line: number;
    readonly column: number;
  };
}

/** The start: the chart's own answer in this context, with nothing edited. */
export function begin(basis: Basis): LaunchState {
  const computed = computeLaunchValues({
    schema: basis.chart.schema,
    valuesYaml: basis.chart.valuesYaml,
    dependencies: basis.chart.dependencies,
    context: basis.context,
    ...(basis.includesChartDefaults || isSchemaMissing(basis.chart.schema)
      ? { mode: 'with-chart-defaults' as const }
      : {}),
  });
  if ('error' in computed) {
    const defaults = textDefaults(basis.chart.valuesYaml);
    return {
      basis,
      schemaProblems: problemsOf(basis.chart.schema, computed.error),
      defaults,
      values: defaults,
      sources: [],
      usesStorage: false,
    };
  }
  return {
    basis,
    schema: computed.schema,
    schemaProblems: [],
    defaults: computed.values,
    values: computed.values,
    sources: computed.sources,
    usesStorage: computed.isChartUsingS3,
  };
}

/** Another version, storage profile or amount of values, with the edits made so far. */
export function rebase(state: LaunchState, basis: Basis): LaunchState {
  const next = begin(basis);
  return {
    ...next,
    values: keepEdits({ previousDefaults: state.defaults, values: state.values, defaults: next.defaults })
      .values,
  };
}

/** The edits of a saved configuration or of a launch link, on the defaults. */
export function withPatch(state: LaunchState, patch: Patch): LaunchState {
  return clean(state, applyPatch(state.defaults, patch).values);
}

/** The edits so far, as Onyxia stores them. */
export const patchOf = (state: LaunchState): Patch => difference(state.defaults, state.values);

/** One value set; `value` may hold placeholders. */
export function set(
  state: LaunchState,
  path: Path,
  value: Json,
  secrets: ReadonlyMap<string, string>,
): LaunchState {
  return clean(state, reveal(setAt(state.values, path, value), secrets));
}

/** One more item of an array; nothing changes when the chart has none to add. */
export function add(state: LaunchState, path: Path): LaunchState {
  if (!state.schema) return state;
  const { basis, values, schema } = state;
  const item = itemToAdd({
    schema,
    valuesYaml: basis.chart.valuesYaml,
    context: basis.context,
    values,
    path,
  });
  return item === undefined ? state : clean(state, addItem(values, path, item));
}

/** One item of an array less. */
export const remove = (state: LaunchState, path: Path, index: number): LaunchState =>
  clean(state, removeItem(state.values, path, index));

/** Everything as at the start. */
export const reset = (state: LaunchState): LaunchState => clean(state, state.defaults);

/** The whole text of the values as a person edited it; text that is no YAML is kept and explained, the values stay. */
export function setText(state: LaunchState, text: string, secrets: ReadonlyMap<string, string>): LaunchState {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) {
    const [place] = error.linePos ?? [];
    const message = error.message.split(' at line')[0] ?? error.message;
    return { ...state, brokenText: { text, message, line: place?.line ?? 1, column: place?.col ?? 1 } };
  }
  const values: unknown = document.toJS({ maxAliasCount: 100 }) ?? {};
  const json = toJson(values);
  if (!isJsonObject(json)) {
    return {
      ...state,
      brokenText: { text, message: 'The values must be a mapping of names to values', line: 1, column: 1 },
    };
  }
  return clean(state, reveal(json, secrets));
}

/** The form and the values without their secrets. */
export function view(
  state: LaunchState,
  seed: string,
  known: ReadonlyMap<string, string>,
): { readonly form?: Form; readonly formError?: string; readonly concealed: Concealed } {
  const { basis, schema, values } = state;
  const paths = schema
    ? findSecretLeaves({ schema, values, context: basis.context, sources: state.sources })
    : [];
  const concealed = conceal(values, paths, seed, known);
  if (!schema || isSchemaMissing(basis.chart.schema)) return { concealed };
  const computed = computeForm({
    schema,
    values,
    context: basis.context,
    dependencies: basis.chart.dependencies,
    chartName: basis.chartName,
  });
  return 'error' in computed
    ? { concealed, formError: computed.error }
    : { concealed, form: concealForm(computed.form, concealed) };
}

/** Where the values hold secrets. */
export const secretPaths = ({ schema, values, basis, sources }: LaunchState): readonly Path[] =>
  schema ? findSecretLeaves({ schema, values, context: basis.context, sources }) : [];

function clean(state: LaunchState, values: JsonObject): LaunchState {
  const { brokenText: _, ...rest } = state;
  return { ...rest, values };
}

function textDefaults(valuesYaml: unknown): JsonObject {
  try {
    return parseValuesYaml(valuesYaml);
  } catch {
    return {};
  }
}

function problemsOf(schema: unknown, error: string): LaunchState['schemaProblems'] {
  const found = isSchemaMissing(schema) ? [] : checkSchema(schema);
  if (found.length === 0) return [{ path: '', message: error }];
  return found
    .slice(0, 20)
    .map((problem) => ({ path: problem.path.join('.'), message: problemText(problem) }));
}
