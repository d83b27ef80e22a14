import { resolveExpression, type ReadContext } from './expression.ts';
import {
  isJsonArray,
  isJsonObject,
  objectOf,
  own,
  sameJson,
  type Json,
  type JsonArray,
  type JsonObject,
  type Path,
} from './json.ts';
import { LaunchFormError } from './launch-form-error.ts';
import type { Schema, SchemaType } from './types.ts';

/** What a schema says of a value: right as it stands, usable in another form, or neither. */
export type Verdict =
  | { readonly kind: 'valid' }
  | { readonly kind: 'approximation'; readonly value: Json }
  | { readonly kind: 'refused' };

const valid: Verdict = { kind: 'valid' };
const refused: Verdict = { kind: 'refused' };

/** The type of a node: `type`, or else that of `const`. Throws a LaunchFormError when there is neither. */
export function typeOf(schema: Schema, path: Path): SchemaType {
  if (schema.type !== undefined) return schema.type;
  const constant = schema.const;
  if (typeof constant === 'string') return 'string';
  if (typeof constant === 'boolean') return 'boolean';
  if (typeof constant === 'number') return 'number';
  if (isJsonArray(constant)) return 'array';
  if (isJsonObject(constant)) return 'object';
  throw new LaunchFormError(path, 'the schema has neither a type nor a constant that has one');
}

function isWithinSlider(schema: Schema, value: number): boolean {
  if (schema.sliderMin !== undefined && value < schema.sliderMin) return false;
  return schema.sliderMax === undefined || value <= schema.sliderMax;
}

function matches(pattern: string, text: string, path: Path): boolean {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch {
    throw new LaunchFormError(path, `the pattern ${JSON.stringify(pattern)} is not a regular expression`);
  }
  return expression.test(text);
}

/** The number before the unit of a slider; undefined when the text lacks the unit or the number. */
export function quantityOf(text: string, unit: string): number | undefined {
  if (!text.endsWith(unit)) return undefined;
  const quantity = Number.parseFloat(text.slice(0, text.length - unit.length));
  return Number.isNaN(quantity) ? undefined : quantity;
}

function isTextRight(schema: Schema, text: string, path: Path): boolean {
  if (schema.pattern !== undefined && !matches(schema.pattern, text, path)) return false;
  if (schema.sliderUnit === undefined) return true;
  const quantity = quantityOf(text, schema.sliderUnit);
  return quantity !== undefined && isWithinSlider(schema, quantity);
}

function isNumberRight(schema: Schema, type: SchemaType, value: number): boolean {
  if (schema.minimum !== undefined && value < schema.minimum) return false;
  if (!isWithinSlider(schema, value)) return false;
  return type !== 'integer' || value === Math.round(value);
}

const wordsForBooleans = new Map([
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
  ['1', true],
  ['0', false],
  ['on', true],
  ['off', false],
]);

function asText(value: number | boolean | string | null): string {
  return value === null ? '' : String(value);
}

function asNumber(value: number | boolean | string | null): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return value === true ? 1 : 0;
  const number = Number.parseFloat(value);
  return Number.isNaN(number) ? undefined : number;
}

function asBoolean(value: number | boolean | string | null): boolean | undefined {
  if (typeof value === 'string') return wordsForBooleans.get(value.toLowerCase());
  return typeof value === 'number' ? value !== 0 : value === true;
}

function judgeAtom(schema: Schema, value: number | boolean | string | null, path: Path): Verdict {
  const type = typeOf(schema, path);
  if (type === 'object' || type === 'array') return refused;
  let candidate: Json | undefined;
  if (type === 'string') {
    candidate = asText(value);
    if (!isTextRight(schema, candidate, path)) return refused;
  } else if (type === 'boolean') candidate = asBoolean(value);
  else {
    candidate = asNumber(value);
    if (candidate === undefined || !isNumberRight(schema, type, candidate)) return refused;
  }
  if (candidate === undefined) return refused;
  return candidate === value || Number.isNaN(value) ? valid : { kind: 'approximation', value: candidate };
}

function judgeArray(schema: Schema, value: JsonArray, read: ReadContext, path: Path): Verdict {
  if (typeOf(schema, path) !== 'array') return refused;
  if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) return refused;
  if (schema.items === undefined) return valid;
  const accepted: Json[] = [];
  let isApproximation = false;
  for (const [index, item] of value.entries()) {
    const verdict = judge(schema.items, item, read, [...path, index]);
    if (verdict.kind === 'refused') return refused;
    if (verdict.kind === 'approximation') isApproximation = true;
    accepted.push(verdict.kind === 'approximation' ? verdict.value : item);
  }
  return isApproximation ? { kind: 'approximation', value: accepted } : valid;
}

function judgeObject(schema: Schema, value: JsonObject, read: ReadContext, path: Path): Verdict {
  if (typeOf(schema, path) !== 'object') return refused;
  if (schema.properties === undefined) return valid;
  const accepted: (readonly [string, Json])[] = [];
  let isApproximation = false;
  for (const [name, child] of Object.entries(schema.properties)) {
    const item = own(value, name);
    if (item === undefined) return refused;
    const verdict = judge(child, item, read, [...path, name]);
    if (verdict.kind === 'refused') return refused;
    if (verdict.kind === 'approximation') isApproximation = true;
    accepted.push([name, verdict.kind === 'approximation' ? verdict.value : item]);
  }
  if (Object.keys(value).length > accepted.length) isApproximation = true;
  return isApproximation ? { kind: 'approximation', value: objectOf(accepted) } : valid;
}

function judgeWithoutOptions(schema: Schema, value: Json, read: ReadContext, path: Path): Verdict {
  if (isJsonArray(value)) return judgeArray(schema, value, read, path);
  if (isJsonObject(value)) return judgeObject(schema, value, read, path);
  return judgeAtom(schema, value, path);
}

function optionsFromContext(schema: Schema, read: ReadContext, path: Path): JsonArray | undefined {
  const expression = schema['x-onyxia']?.overwriteListEnumWith;
  if (expression === undefined) return undefined;
  const candidates = resolveExpression(expression, read);
  if (!isJsonArray(candidates)) return undefined;
  const options = candidates.flatMap((candidate) => {
    const verdict = judgeWithoutOptions(schema, candidate, read, path);
    if (verdict.kind === 'refused') return [];
    return [verdict.kind === 'approximation' ? verdict.value : candidate];
  });
  return options.length === 0 ? undefined : options;
}

/**
 * The options of a node: from the context, else `listEnum`, else `enum`; undefined when it has none.
 * Throws a LaunchFormError when `render` is `list` and there are none.
 */
export function optionsOf(schema: Schema, read: ReadContext, path: Path): JsonArray | undefined {
  const fromContext = optionsFromContext(schema, read, path);
  if (fromContext !== undefined) return fromContext;
  for (const options of [schema.listEnum, schema.enum]) {
    if (options === undefined || options.length === 0) continue;
    const isRight = (option: Json): boolean =>
      judgeWithoutOptions(schema, option, read, path).kind === 'valid';
    if (options.every(isRight)) return options;
  }
  if (schema.render === 'list') throw new LaunchFormError(path, 'is to be a list, but has no valid option');
  return undefined;
}

/**
 * Whether a schema takes a value, as Onyxia's web app sees it: only the checks it knows, in its order (every
 * option is looked up even for a refused value, because reading `s3` from the context has a meaning).
 * Throws a LaunchFormError on a pattern that is no regular expression and a list without options.
 */
export function judge(schema: Schema, value: Json, read: ReadContext, path: Path): Verdict {
  const verdict = judgeWithoutOptions(schema, value, read, path);
  const options = optionsOf(schema, read, path);
  if (options === undefined || verdict.kind === 'refused') return verdict;
  const candidate = verdict.kind === 'approximation' ? verdict.value : value;
  return options.some((option) => sameJson(option, candidate)) ? verdict : refused;
}
