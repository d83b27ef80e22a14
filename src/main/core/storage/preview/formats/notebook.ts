/** Notebooks (nbformat 3 and 4), as data only: nothing in them is run or laid out as HTML. */
import { isFailure } from '../../../../../shared/contract/errors.ts';
import type { NotebookCell } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody } from '../jobs.ts';
import { parseJson } from './parse-json.ts';
import { unreadable, type Source } from './source.ts';
import { previewText } from './text.ts';

type Output = NotebookCell['outputs'][number];

const sizeLimit = 32 * 1024 * 1024;
const cellCount = 1_000;
const outputCount = 50;
const textLimit = 100_000;
const allTextLimit = 4_000_000;
const imageLimit = 2 * 1024 * 1024;
const allImagesLimit = 8 * 1024 * 1024;

interface Budget {
  text: number;
  images: number;
  cut: boolean;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Text is a string, or a list of lines (nbformat, "multiline strings"). */
function lines(value: unknown): string {
  if (typeof value === 'string') return value;
  return list(value)
    .filter((line): line is string => typeof line === 'string')
    .join('');
}

function within(text: string, budget: Budget): string {
  const most = Math.min(textLimit, Math.max(0, allTextLimit - budget.text));
  if (text.length > most) budget.cut = true;
  const kept = text.slice(0, most);
  budget.text += kept.length;
  return kept;
}

/** Colours and cursor movements of a terminal (ECMA-48) left out. */
const plain = (text: string) => text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '');

/** A picture as an address with its data; undefined where it is none, or too large. */
function image(type: string, value: unknown, budget: Budget): Output {
  const base64 = lines(value).replace(/\s/g, '');
  const head = Buffer.from(base64.slice(0, 16), 'base64').toString('hex');
  const isRight = type === 'image/png' ? head.startsWith('89504e470d0a1a0a') : head.startsWith('ffd8ff');
  if (!isRight || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return { kind: 'hidden', type };
  if (base64.length > imageLimit || budget.images + base64.length > allImagesLimit) {
    budget.cut = true;
    return { kind: 'hidden', type };
  }
  budget.images += base64.length;
  return { kind: 'image', address: `data:${type};base64,${base64}` };
}

/** The richest form that is safe; what is left out is named, together with the plain text that stands for it. */
function bundle(data: Record<string, unknown>, budget: Budget): Output[] {
  for (const type of ['image/png', 'image/jpeg'])
    if (data[type] !== undefined) return [image(type, data[type], budget)];
  const hidden = Object.keys(data)
    .filter((type) => type !== 'text/plain' && type !== 'text/markdown' && type !== 'text/latex')
    .slice(0, 5)
    .map((type): Output => ({ kind: 'hidden', type: type.slice(0, 100) }));
  const text = data['text/plain'] ?? data['text/markdown'] ?? data['text/latex'];
  return text === undefined
    ? hidden
    : [...hidden, { kind: 'text', text: within(plain(lines(text)), budget), stream: 'out' }];
}

/** Names of nbformat 3 that became media types in 4. */
const oldNames: Readonly<Record<string, string>> = {
  text: 'text/plain',
  png: 'image/png',
  jpeg: 'image/jpeg',
  html: 'text/html',
  javascript: 'application/javascript',
  svg: 'image/svg+xml',
  latex: 'text/latex',
  json: 'application/json',
  pdf: 'application/pdf',
};

function outputs(raw: unknown, budget: Budget): Output[] {
  const all = list(raw);
  if (all.length > outputCount) budget.cut = true;
  return all.slice(0, outputCount).flatMap((value): Output[] => {
    const output = record(value);
    switch (output['output_type']) {
      case 'stream':
        return [
          {
            kind: 'text',
            text: within(plain(lines(output['text'])), budget),
            stream: (output['name'] ?? output['stream']) === 'stderr' ? 'error' : 'out',
          },
        ];
      case 'error':
      case 'pyerr': {
        const trace = list(output['traceback']).filter((line): line is string => typeof line === 'string');
        const text =
          trace.length > 0 ? trace.join('\n') : `${lines(output['ename'])}: ${lines(output['evalue'])}`;
        return [{ kind: 'text', text: within(plain(text), budget), stream: 'error' }];
      }
      default: {
        const data = output['data'];
        if (typeof data === 'object' && data !== null) return bundle(record(data), budget);
        const old = Object.entries(oldNames).flatMap(([name, type]) =>
          output[name] === undefined ? [] : [[type, output[name]]],
        );
        return bundle(Object.fromEntries(old) as Record<string, unknown>, budget);
      }
    }
  });
}

function cellOf(value: unknown, budget: Budget): NotebookCell {
  const cell = record(value);
  const kind = cell['cell_type'] === 'code' ? 'code' : cell['cell_type'] === 'raw' ? 'raw' : 'markdown';
  const source =
    cell['cell_type'] === 'heading' ? `# ${lines(cell['source'])}` : lines(cell['source'] ?? cell['input']);
  const count = cell['execution_count'] ?? cell['prompt_number'];
  return {
    kind,
    source: within(source, budget),
    ...(typeof count === 'number' && { execution: count }),
    outputs: kind === 'code' ? outputs(cell['outputs'], budget) : [],
  };
}

/** A notebook's cells; what is no notebook is shown as text. @throws Failure `preview-too-big`. */
export async function previewNotebook(source: Source): Promise<PreviewBody> {
  if (source.size > sizeLimit || source.cut)
    throw unreadable('preview-too-big', 'The notebook is too large', { name: source.name });
  const bytes = await source.read(0, source.size);
  let notebook: Record<string, unknown>;
  try {
    notebook = record(parseJson(bytes.subarray(bytes[0] === 0xef ? 3 : 0), source.name));
  } catch (error) {
    if (isFailure(error)) throw error;
    throw unreadable(
      'preview-broken',
      'The notebook is not valid JSON',
      { name: source.name },
      String(error),
    );
  }
  const sheets = list(notebook['worksheets']).flatMap((sheet) => list(record(sheet)['cells']));
  const cells = Array.isArray(notebook['cells']) ? list(notebook['cells']) : sheets;
  if (notebook['nbformat'] === undefined && cells.length === 0) return previewText(source);
  const budget: Budget = { text: 0, images: 0, cut: cells.length > cellCount };
  const metadata = record(notebook['metadata']);
  const language =
    record(metadata['kernelspec'])['language'] ??
    record(metadata['language_info'])['name'] ??
    record(cells[0])['language'] ??
    'python';
  return {
    kind: 'notebook',
    language: typeof language === 'string' ? language.toLowerCase() : 'python',
    cells: cells.slice(0, cellCount).map((cell) => cellOf(cell, budget)),
    truncated: budget.cut,
  };
}
