import { text } from 'node:stream/consumers';
import { computeLaunchValues } from '../src/shared/launch-form/values.ts';

type Answer = { values: unknown } | { error: string };

function answer(element: unknown): Answer {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) {
    return { error: 'each element must be an object with schema, valuesYaml, dependencies and context' };
  }
  try {
    const { schema, valuesYaml, context }: Record<string, unknown> = { ...element };
    const result = computeLaunchValues({ schema, valuesYaml, context });
    return 'error' in result ? { error: result.error } : { values: result.values };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function parseElements(input: string): readonly unknown[] | undefined {
  try {
    const elements: unknown = JSON.parse(input);
    return Array.isArray(elements) ? elements : undefined;
  } catch {
    return undefined;
  }
}

const elements = parseElements(await text(process.stdin));
if (elements === undefined) {
  process.stderr.write(
    'form: standard input must be a JSON array of {schema, valuesYaml, dependencies, context}.\n',
  );
  process.exitCode = 2;
} else {
  process.stdout.write(`${JSON.stringify(elements.map(answer))}\n`);
}
