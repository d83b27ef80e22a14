/** The text editor, loaded when it is first needed: its core, YAML, and nothing else. */
import * as monaco from 'monaco-editor/esm/vs/editor/edcore.main.js';
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import 'monaco-editor/esm/vs/basic-languages/yaml/yaml.contribution.js';
import { configureMonacoYaml } from 'monaco-yaml';
import { dark, light, type Palette } from './tokens.ts';
import YamlWorker from './yaml.worker.ts?worker';

interface WorkerWish {
  readonly worker?: unknown;
  readonly createData?: unknown;
}

(globalThis as { MonacoEnvironment?: unknown }).MonacoEnvironment = { getWorker: () => new EditorWorker() };

// monaco-yaml names its worker by label, which the editor has known how to start only in its largest bundle since 0.53.
// The first message wakes the worker, the second is its configuration (monaco-worker-manager/worker.js).
const withWorker = monaco.editor.createWebWorker as (options: object) => unknown;
Object.assign(monaco.editor, {
  createWebWorker(options: WorkerWish) {
    if (options.worker !== undefined) return withWorker(options);
    const worker = new YamlWorker();
    worker.postMessage('wake');
    worker.postMessage(options.createData);
    return withWorker({ ...options, worker: Promise.resolve(worker) });
  },
});

const yaml = configureMonacoYaml(monaco, {
  enableSchemaRequest: false,
  hover: true,
  completion: true,
  validate: true,
  schemas: [],
});

function defineTheme(name: string, base: 'vs' | 'vs-dark', palette: Palette): void {
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [
      { token: 'type', foreground: palette.busy.slice(1) },
      { token: 'string', foreground: palette.good.slice(1) },
      { token: 'number', foreground: palette.accent.slice(1) },
      { token: 'keyword', foreground: palette.accent.slice(1) },
      { token: 'comment', foreground: palette.quiet.slice(1) },
    ],
    colors: {
      'editor.background': palette.surface,
      'editor.foreground': palette.text,
      'editorLineNumber.foreground': palette.quiet,
      'editorLineNumber.activeForeground': palette.text,
      focusBorder: palette.accent,
    },
  });
}
defineTheme('sardonyx-light', 'vs', light);
defineTheme('sardonyx-dark', 'vs-dark', dark);

/** Checks and completes models of this address by a schema. */
export function setSchemaFor(address: string, schema: unknown): void {
  const isObject = typeof schema === 'object' && schema !== null;
  void yaml.update({
    enableSchemaRequest: false,
    schemas: isObject ? [{ uri: `${address}.schema.json`, fileMatch: [address], schema: schema }] : [],
  });
}

export { monaco };
