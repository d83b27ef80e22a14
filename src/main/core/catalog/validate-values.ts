/** What the chart's schema says about values, as Helm and the Onyxia API will when they install. */
import { Ajv, type ErrorObject } from 'ajv';
import type { ValuePath, ValueProblem } from '../../../shared/contract/launch-form.ts';

/** Keywords that have a sentence of their own in the translations; all others share one. */
const told = new Set([
  'type',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'required',
  'additionalProperties',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'const',
  'multipleOf',
]);

/** More than a person will read. */
const most = 50;

/**
 * Checks values against a JSON schema of a chart. A schema that Ajv cannot compile gives no problems: the form
 * says elsewhere that it is broken, and Helm will have the last word.
 */
export function validateValues(schema: unknown, values: unknown): ValueProblem[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { $schema: _, ...plain } = schema as Record<string, unknown>;
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateSchema: false,
    validateFormats: false,
    logger: false,
  });
  let validate;
  try {
    validate = ajv.compile(plain);
  } catch {
    return [];
  }
  if (validate(values)) return [];
  return (validate.errors ?? []).slice(0, most).map(problemOf);
}

function problemOf(error: ErrorObject): ValueProblem {
  const missing = error.keyword === 'required' ? [String(error.params['missingProperty'])] : [];
  const kind = told.has(error.keyword) ? error.keyword : 'other';
  const values: Record<string, string | number> = { message: error.message ?? '' };
  for (const [name, value] of Object.entries(error.params as Record<string, unknown>)) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value;
    else values[name] = JSON.stringify(value) ?? '';
  }
  return { path: [...pathOf(error.instancePath), ...missing], kind, values };
}

/** A JSON pointer (RFC 6901) as segments; whole numbers become indices. */
function pathOf(pointer: string): ValuePath {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^(0|[1-9]\d*)$/.test(part) ? Number(part) : part));
}
