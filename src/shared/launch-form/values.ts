import { addChartDefaults } from './chart-defaults.ts';
import { parseSchema, problemText } from './check-schema.ts';
import { contextReader, type ReadContext } from './expression.ts';
import { isJsonObject, isObject, toJson, type JsonObject, type Path } from './json.ts';
import { LaunchFormError, orError } from './launch-form-error.ts';
import { computeNode } from './node-value.ts';
import type { Context, Dependency, Schema, ValueSource, ValuesMode } from './types.ts';
import { optionsOf, typeOf } from './validate.ts';
import { parseValuesYaml } from './values-yaml.ts';

/** Throws where a list has no options, wherever it is; below arrays that is no matter until an item is made. */
function assertOptions(schema: Schema, read: ReadContext, path: Path): void {
  optionsOf(schema, read, path);
  const type = typeOf(schema, path);
  if (type === 'object') {
    for (const [name, child] of Object.entries(schema.properties ?? {})) {
      assertOptions(child, read, [...path, name]);
    }
  }
}

/** What a launch is computed from; `schema`, `valuesYaml` and `context` are checked here. */
export type LaunchInput = {
  /** values.schema.json as served or as the chart has it; `""`, null or absent for a chart without one */
  readonly schema?: unknown;
  /** values.yaml as text or parsed */
  readonly valuesYaml: unknown;
  readonly context: unknown;
  /** of Chart.yaml; they shape the form only, never the values */
  readonly dependencies?: readonly Dependency[];
  /** default: `user-provided` with a schema, `with-chart-defaults` without */
  readonly mode?: ValuesMode;
};

/** The values that Helm is given, and what is known of them. */
export type LaunchValues = {
  readonly values: JsonObject;
  readonly schema: Schema;
  /** whether the context's `s3` was read, so that the choice of an S3 profile matters */
  readonly isChartUsingS3: boolean;
  readonly sources: readonly ValueSource[];
};

const emptySchema: Schema = { type: 'object', properties: {} };

/** Whether a chart has no schema: the API then serves an empty text. */
export function isSchemaMissing(schema: unknown): boolean {
  return schema === undefined || schema === null || schema === '';
}

function schemaOf(input: LaunchInput): Schema {
  if (isSchemaMissing(input.schema)) return emptySchema;
  const parsed = parseSchema(toJson(input.schema));
  if (parsed.kind === 'schema') return parsed.schema;
  const [first] = parsed.problems;
  throw new LaunchFormError([], `the schema is refused: ${first === undefined ? '' : problemText(first)}`);
}

/** The context as JSON. Throws a LaunchFormError when it is not an object. */
export function contextOf(context: unknown): Context {
  if (!isObject(context)) throw new LaunchFormError([], 'the context is not an object');
  const json = toJson(context);
  return isJsonObject(json) ? json : {};
}

/**
 * The Helm values that Onyxia's web app would launch with (rules 2 to 5.5), or why there are none.
 * Pure: changes none of its arguments, and its result shares nothing with them.
 */
export function computeLaunchValues(input: LaunchInput): LaunchValues | { readonly error: string } {
  return orError(() => {
    const schema = schemaOf(input);
    const context = contextOf(input.context);
    const chartDefaults = parseValuesYaml(input.valuesYaml);
    const readPlain = contextReader(context);
    assertOptions(schema, readPlain, []);
    let isChartUsingS3 = false;
    const sources: ValueSource[] = [];
    const computed = computeNode(schema, chartDefaults, [], {
      read: (path) => {
        if (path[0] === 's3') isChartUsingS3 = true;
        return readPlain(path);
      },
      note: (source) => sources.push(source),
    });
    if (!isJsonObject(computed)) throw new LaunchFormError([], 'the values are not an object');
    const mode = input.mode ?? (isSchemaMissing(input.schema) ? 'with-chart-defaults' : 'user-provided');
    const values = mode === 'user-provided' ? computed : addChartDefaults(computed, chartDefaults);
    const copy = toJson(values);
    return { values: isJsonObject(copy) ? copy : {}, schema, isChartUsingS3, sources };
  });
}
