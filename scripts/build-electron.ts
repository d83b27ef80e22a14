/**
 * Builds what Electron runs into `dist/electron` and the sandbox, with its dependencies in it, into `dist/sandbox`.
 * As a command it builds the pages too; `node scripts/build-electron.ts --package` also gathers the programs that a package carries into `dist/programs`.
 */
import { chmodSync, copyFileSync, existsSync, globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { InlineConfig, Plugin } from 'vite';
import { buildRenderer, isBuilt } from './build-renderer.ts';
import { root } from './root.ts';

const electronSources = path.join(root, 'src/main/electron');

/**
 * The programs by their names. A worker is found beside the module that starts it, under its own name, so that all
 * programs and their common parts lie in one folder.
 * @throws Error when two workers have the same name.
 */
export function electronPrograms(): Record<string, string> {
  const workers = globSync('src/main/core/**/*-worker.ts', { cwd: root }).map((file) =>
    path.join(root, file),
  );
  const named = workers.map((file) => [path.basename(file, '.ts'), file] as const);
  const twice = named.find(([name], index) => named.findIndex(([other]) => other === name) !== index);
  if (twice) throw new Error(`Two workers are called ${twice[0]}: their built files would lie in one place`);
  return {
    main: path.join(electronSources, 'index.ts'),
    'core-process': path.join(electronSources, 'core-process.ts'),
    ...Object.fromEntries(named),
  };
}

type Ending = 'js' | 'cjs' | 'mjs';

function config(outDir: string, input: Record<string, string>, ending: Ending): InlineConfig {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        external: ['electron'],
        output: {
          format: ending === 'cjs' ? 'cjs' : 'es',
          entryFileNames: `[name].${ending}`,
          chunkFileNames: `part-[name]-[hash].${ending}`,
        },
      },
    },
  };
}

/** Where a module of the sandbox lay decides where its resources are: the bundle keeps that for each of them. */
function keepPlaces(outDir: string): Plugin {
  return {
    name: 'keep-places',
    transform: (code, id) => {
      if (!path.normalize(id).startsWith(path.join(root, 'src')) || !code.includes('import.meta.dirname'))
        return undefined;
      const place = path.relative(outDir, path.dirname(id)).split(path.sep).join('/');
      return code.replaceAll('import.meta.dirname', `(import.meta.dirname + ${JSON.stringify(`/${place}`)})`);
    },
  };
}

/**
 * Builds all programs; throws with the bundler's own words when the sources do not build.
 * @param folder where `electron` and `sandbox` are written.
 */
export async function buildElectron(folder: string = path.join(root, 'dist')): Promise<void> {
  const { build } = await import('vite');
  const [electron, sandbox] = [path.join(folder, 'electron'), path.join(folder, 'sandbox')];
  rmSync(electron, { recursive: true, force: true });
  rmSync(sandbox, { recursive: true, force: true });
  await build(config(electron, electronPrograms(), 'js'));
  // A sandboxed preload script is one file, in the older form.
  await build(config(electron, { preload: path.join(electronSources, 'preload.ts') }, 'cjs'));
  // Needs nothing but Node, which helm and kubectl start it with.
  const helper = 'credential-helper.mjs';
  copyFileSync(path.join(root, 'src/main/core/platform/helm', helper), path.join(electron, helper));
  // In a package it lies outside of every package.json, so that its ending says what it is.
  const own = config(sandbox, { index: path.join(root, 'src/sandbox/index.ts') }, 'mjs');
  await build({
    ...own,
    ssr: { noExternal: true },
    plugins: [keepPlaces(sandbox)],
    // A dependency of the identity provider has an `eval` of its own.
    build: { ...own.build, rolldownOptions: { ...own.build?.rolldownOptions, checks: { eval: false } } },
  });
}

/** Where a command is on the path. */
function find(name: string): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, file))
    .find((place) => existsSync(place) && statSync(place).isFile());
}

/**
 * Copies helm, kubectl and Node of this system to `dist/programs`, for its package.
 * @throws Error that names the program that is missing.
 */
export function gatherPrograms(): void {
  const folder = path.join(root, 'dist/programs');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['helm', 'kubectl', 'node']) {
    const program = name === 'node' ? process.execPath : find(name);
    if (program === undefined) throw new Error(`${name} is not on the path; a package carries it`);
    const copy = path.join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    copyFileSync(program, copy);
    chmodSync(copy, 0o755);
  }
}

if (import.meta.main) {
  if (!isBuilt()) await buildRenderer();
  await buildElectron();
  if (process.argv.includes('--package')) gatherPrograms();
}
