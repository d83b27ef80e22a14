import { isObject, own, pathText, type Path } from './json.ts';
import type { Schema } from './types.ts';

/** A reason why Onyxia's web app refuses a chart, and where in the schema. */
export type SchemaProblem = { readonly path: Path; readonly problem: string };

type Test = { readonly expected: string; readonly accepts: (value: unknown) => boolean };

const types = ['object', 'array', 'string', 'boolean', 'integer', 'number'];
const renders = ['textArea', 'password', 'list', 'slider'];

const text: Test = { expected: 'text', accepts: (value) => typeof value === 'string' };
const yesOrNo: Test = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
const number: Test = { expected: 'a number', accepts: (value) => typeof value === 'number' };
const list: Test = { expected: 'a list', accepts: Array.isArray };
const oneOf = (names: readonly string[]): Test => ({
  expected: `one of ${names.join(', ')}`,
  accepts: (value) => typeof value === 'string' && names.includes(value),
});

const hiddenTest: Test = {
  expected: 'true, false or an object with value and path',
  accepts: (value) =>
    typeof value === 'boolean' ||
    (isObject(value) &&
      value['value'] !== undefined &&
      typeof value['path'] === 'string' &&
      ['boolean', 'undefined'].includes(typeof value['isPathRelative'])),
};

const nodeTests: Readonly<Record<string, Test>> = {
  type: oneOf(types),
  title: text,
  description: text,
  hidden: hiddenTest,
  minItems: { expected: 'a whole number', accepts: Number.isInteger },
  maxItems: {
    expected: 'a whole number, 0 or more',
    accepts: (value) => Number.isInteger(value) && Number(value) >= 0,
  },
  minimum: number,
  pattern: text,
  render: oneOf(renders),
  enum: list,
  listEnum: list,
  sliderMin: number,
  sliderMax: number,
  sliderUnit: text,
  sliderStep: number,
  sliderExtremity: oneOf(['down', 'up']),
  sliderExtremitySemantic: text,
  sliderRangeId: text,
  required: {
    expected: 'a list of names',
    accepts: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  },
  additionalProperties: {
    expected: 'true, false or an object',
    accepts: (value) => typeof value === 'boolean' || isObject(value),
  },
};

const hintTests: Readonly<Record<string, Test>> = {
  overwriteDefaultWith: {
    expected: 'text, a list or an object',
    accepts: (value) => typeof value === 'string' || Array.isArray(value) || isObject(value),
  },
  overwriteListEnumWith: {
    expected: 'text or a list',
    accepts: (value) => typeof value === 'string' || Array.isArray(value),
  },
  hidden: yesOrNo,
  readonly: yesOrNo,
};

function* runTests(
  tests: Readonly<Record<string, Test>>,
  node: Readonly<Record<string, unknown>>,
  path: Path,
): Generator<SchemaProblem> {
  for (const [key, { expected, accepts }] of Object.entries(tests)) {
    const value = own(node, key);
    if (value !== undefined && !accepts(value))
      yield { path: [...path, key], problem: `must be ${expected}` };
  }
}

function* problemsOf(node: unknown, path: Path): Generator<SchemaProblem> {
  if (!isObject(node)) {
    yield { path, problem: 'must be an object' };
    return;
  }
  if (own(node, 'type') === undefined && own(node, 'const') === undefined) {
    yield { path, problem: 'has neither type nor const' };
  }
  yield* runTests(nodeTests, node, path);
  const hints = own(node, 'x-onyxia');
  if (isObject(hints)) yield* runTests(hintTests, hints, [...path, 'x-onyxia']);
  else if (hints !== undefined) yield { path: [...path, 'x-onyxia'], problem: 'must be an object' };
  const properties = own(node, 'properties');
  if (isObject(properties)) {
    for (const [name, child] of Object.entries(properties)) {
      yield* problemsOf(child, [...path, 'properties', name]);
    }
  } else if (properties !== undefined) yield { path: [...path, 'properties'], problem: 'must be an object' };
  const items = own(node, 'items');
  if (items !== undefined) yield* problemsOf(items, [...path, 'items']);
}

/**
 * What makes Onyxia's web app refuse a chart, in the order of the schema; empty when it accepts the chart.
 * Unknown keys are no problem. Throws a RangeError when the schema is nested too deeply for the stack.
 */
export function checkSchema(schema: unknown): readonly SchemaProblem[] {
  return [...problemsOf(schema, [])];
}

/** A problem in one line, with its place. */
export function problemText({ path, problem }: SchemaProblem): string {
  return `${pathText(path)} ${problem}`;
}

/** The schema, typed, when Onyxia's web app accepts it; otherwise what is wrong with it. */
export function parseSchema(
  schema: unknown,
): { kind: 'schema'; schema: Schema } | { kind: 'refused'; problems: readonly SchemaProblem[] } {
  const problems = checkSchema(schema);
  // The check above is what makes this assertion true.
  return problems.length === 0 ? { kind: 'schema', schema: schema as Schema } : { kind: 'refused', problems };
}
