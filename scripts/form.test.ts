import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const command = fileURLToPath(new URL('form.ts', import.meta.url));

async function run(input: string): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [command], { stdio: 'pipe' });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin.end(input);
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, output, errors };
}

describe('the form command', () => {
  test('answers each element, and a bad one does not spoil the others', async () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string', 'x-onyxia': { overwriteDefaultWith: 'user.idep' } } },
    };
    const context = { user: { idep: 'ada' } };
    const input = [
      { schema, valuesYaml: {}, dependencies: [], context },
      null,
      { schema, valuesYaml: {}, context: {} },
      { schema, valuesYaml: 'name: from text', context: {} },
      { schema: { type: 'nonsense' }, valuesYaml: {}, context },
    ];
    const { code, output, errors } = await run(JSON.stringify(input));
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(JSON.parse(output)).toEqual([
      { values: { name: 'ada' } },
      { error: expect.any(String) },
      { error: expect.stringContaining('name') },
      { values: { name: 'from text' } },
      { error: expect.stringContaining('type') },
    ]);
  });

  test.each(['', '{}', 'no JSON'])('%j is refused with a sentence', async (input) => {
    const { code, output, errors } = await run(input);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(/^form: .+\.\n$/);
  });
});
