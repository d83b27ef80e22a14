import { parse } from 'yaml';
import { isJsonObject, toJson, type JsonObject } from './json.ts';
import { LaunchFormError } from './launch-form-error.ts';

/**
 * The content of a values.yaml: the parsed object, or its text as YAML 1.2 core (`yes` and `on` are text, `010` is
 * ten, `<<` is a key), which is how Onyxia's web app reads it. Throws a LaunchFormError when it is not YAML or not
 * an object; an empty file is not an object.
 */
export function parseValuesYaml(valuesYaml: unknown): JsonObject {
  let parsed = valuesYaml;
  if (typeof valuesYaml === 'string') {
    try {
      parsed = parse(valuesYaml, { logLevel: 'error' });
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      throw new LaunchFormError([], `values.yaml cannot be read: ${reason}`);
    }
  }
  try {
    const values = toJson(parsed);
    if (isJsonObject(values)) return values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new LaunchFormError([], 'values.yaml is not an object');
}
