/** Checks values against a chart's schema, and words what is wrong as the real API does (its validator is "everit"). */
import { Ajv, type ErrorObject } from 'ajv';
import type { Schema } from './schemas.ts';

/** The name of a JSON value's kind as the API says it: Integer, String, JSONObject, ... */
function kindOf(value: unknown): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'JSONArray';
  switch (typeof value) {
    case 'boolean':
      return 'Boolean';
    case 'number':
      return Number.isInteger(value) ? 'Integer' : 'BigDecimal';
    case 'string':
      return 'String';
    default:
      return 'JSONObject';
  }
}

const expectedKinds: Record<string, string> = {
  boolean: 'Boolean',
  integer: 'Integer',
  number: 'Number',
  string: 'String',
  array: 'JSONArray',
  object: 'JSONObject',
  null: 'Null',
};

function wording(error: ErrorObject): string {
  const found = error.data;
  const parameters = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'type':
      return `expected type: ${expectedKinds[String(parameters['type'])] ?? String(parameters['type'])}, found: ${kindOf(found)}`;
    case 'required':
      return `required key [${String(parameters['missingProperty'])}] not found`;
    case 'additionalProperties':
      return `extraneous key [${String(parameters['additionalProperty'])}] is not permitted`;
    case 'enum':
      return `${String(found)} is not a valid enum value`;
    case 'const':
      return '';
    case 'pattern':
      return `string [${String(found)}] does not match pattern ${String(parameters['pattern'])}`;
    case 'minimum':
      return `${String(found)} is not greater or equal to ${String(parameters['limit'])}`;
    case 'maximum':
      return `${String(found)} is not less or equal to ${String(parameters['limit'])}`;
    case 'minItems':
    case 'maxItems': {
      const side = error.keyword === 'minItems' ? 'minimum' : 'maximum';
      return `expected ${side} item count: ${String(parameters['limit'])}, found: ${Array.isArray(found) ? found.length : 0}`;
    }
    default:
      return error.message ?? error.keyword;
  }
}

/** A copy without the `$schema` keys that registry entries carry inside a chart's schema. */
function withoutDialects(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDialects);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, content]) => !(key === '$schema' && typeof content === 'string'))
      .map(([key, content]) => [key, withoutDialects(content)]),
  );
}

/**
 * One line for each violation, in alphabetical order, for example `#/git/enabled: expected type: Boolean, found: String`; none when the values
 * fit. Throws when the schema itself cannot be used.
 */
export function violations(schema: Schema, values: unknown): string[] {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
    logger: false,
  });
  const validate = ajv.compile(withoutDialects(schema) as Schema);
  if (validate(values)) return [];
  return (validate.errors ?? []).map((error) => `#${error.instancePath}: ${wording(error)}`).toSorted();
}
