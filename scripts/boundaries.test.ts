/** Each rule of the architecture catches a planted violation: a gate that sees nothing would pass everything. */
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from './root.ts';

const planted: string[] = [];

/** Writes a file where the rule must see it, runs the linter on it alone, and gives back what it said. */
async function lint(file: string, content: string): Promise<string> {
  const place = path.join(root, file);
  planted.push(place);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, content);
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', file],
      { cwd: root },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}

afterAll(async () => {
  for (const place of planted) await rm(place, { force: true });
});

const name = 'planted-violation.ts';

describe('the linter refuses', () => {
  test.each([
    [
      'shared importing the core',
      `src/shared/${name}`,
      `import '../main/core/live.ts';`,
      'shared runs anywhere',
    ],
    ['shared importing Node', `src/shared/${name}`, `import 'node:fs/promises';`, 'shared has no Node'],
    [
      'the renderer importing the core',
      `src/renderer/${name}`,
      `import '../main/core/live.ts';`,
      'src/shared/contract alone',
    ],
    ['the renderer importing Node', `src/renderer/${name}`, `import 'node:fs';`, 'browser code'],
    [
      'the core importing its host',
      `src/main/core/${name}`,
      `import '../web-host/gate.ts';`,
      'does not know its host',
    ],
    ['the core importing electron', `src/main/core/${name}`, `import 'electron';`, 'does not know its host'],
    [
      'the core opening a connection by itself',
      `src/main/core/services/${name}`,
      `export const x = fetch('http://a');`,
      'core/network',
    ],
    ['the web host importing electron', `src/main/web-host/${name}`, `import 'electron';`, 'A host is thin'],
    [
      'the Electron host importing the web host',
      `src/main/electron/${name}`,
      `import '../web-host/gate.ts';`,
      'A host is thin',
    ],
    [
      'the sandbox importing what is ours',
      `src/sandbox/${name}`,
      `import '../shared/contract/errors.ts';`,
      'stands alone',
    ],
    [
      'one capability importing another, in the core',
      `src/main/core/catalog/${name}`,
      `import '../services/gateway.ts';`,
      'meet in core/index.ts',
    ],
    [
      'one capability importing another, in the renderer',
      `src/renderer/catalog/${name}`,
      `import '../services/x.ts';`,
      'meet in renderer/app',
    ],
    ['a default export', `src/main/core/${name}`, `export default 1;`, 'default'],
    ['any', `src/main/core/${name}`, `export const x = (y: any) => String(y);`, 'any'],
  ])('%s', async (_, file, content, teaches) => {
    expect(await lint(file, `${content}\n`)).toContain(teaches);
  });

  test('nothing in a file that keeps the rules', async () => {
    expect(await lint(`src/shared/${name}`, 'export const fine = 1;\n')).not.toContain('error');
  });
});

/** Type-checks one project with a file planted in it. */
async function compile(project: string, file: string, content: string): Promise<string> {
  const place = path.join(root, file);
  planted.push(place);
  await writeFile(place, content);
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [
        path.join(root, 'node_modules/typescript/bin/tsc'),
        '-p',
        project,
        '--noEmit',
        '--incremental',
        'false',
        '--composite',
        'false',
        '--emitDeclarationOnly',
        'false',
        '--declaration',
        'false',
      ],
      { cwd: root },
      (_, stdout, stderr) => {
        void rm(place).then(() => resolve(stdout + stderr));
      },
    );
  });
}

describe('the compiler refuses', () => {
  test.each([
    ['Node in shared', 'src/shared', 'export const x = process.pid;'],
    ['the DOM in shared', 'src/shared', 'export const x = document.title;'],
    ['Node in the renderer', 'src/renderer', 'export const x = process.pid;'],
    ['the DOM in the core', 'src/main/core', 'export const x = document.title;'],
  ])('%s', async (_, project, content) => {
    const file = `${project}/planted-type-violation.ts`;
    expect(await compile(project, file, `${content}\n`)).toContain('planted-type-violation.ts');
  });
});
