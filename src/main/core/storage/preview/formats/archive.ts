/** Lists of what archives hold; office files and models among them are told from their names inside. */
import type { Preview } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody, RowsPage } from '../jobs.ts';
import { previewCsv } from './csv.ts';
import { previewJson } from './json.ts';
import { odsRows, previewOds } from './ods.ts';
import { unreadable, viewOf, type Source } from './source.ts';
import { listTar } from './tar.ts';
import { previewText } from './text.ts';
import { gunzipSource } from './unpack.ts';
import { previewXlsx, xlsxRows } from './xlsx.ts';
import { entryBytes, readDirectory, type ZipDirectory } from './zip.ts';

type Entry = Extract<Preview, { kind: 'archive' }>['entries'][number];

const listed = 5_000;

type Inside = 'xlsx' | 'ods' | 'model' | 'encrypted' | 'archive';

async function inside(source: Source, directory: ZipDirectory): Promise<Inside> {
  const names = new Set(directory.entries.map(({ name }) => name));
  if (names.has('xl/workbook.xml')) return 'xlsx';
  if (directory.entries.some(({ name }) => /(^|\/)data\.pkl$/.test(name))) return 'model';
  const kind = directory.entries.find(({ name }) => name === 'mimetype');
  if (names.has('content.xml') && kind && kind.size < 200) {
    let text = '';
    for await (const bytes of entryBytes(source, kind, 1_000)) text += Buffer.from(bytes).toString('latin1');
    if (text.startsWith('application/vnd.oasis.opendocument.spreadsheet')) {
      const manifest = directory.entries.find(({ name }) => name === 'META-INF/manifest.xml');
      let words = '';
      if (manifest)
        for await (const bytes of entryBytes(source, manifest, 1_000_000))
          words += Buffer.from(bytes).toString('latin1');
      return words.includes('encryption-data') ? 'encrypted' : 'ods';
    }
  }
  return 'archive';
}

/** A zip: a workbook as a table, a model named, all else listed. @throws Failure */
export async function previewZip(source: Source): Promise<PreviewBody> {
  const directory = await readDirectory(source);
  const what = await inside(source, directory);
  if (what === 'xlsx') return previewXlsx(source, directory);
  if (what === 'ods') return previewOds(source, directory);
  if (what === 'model') return { kind: 'named', format: 'pytorch', reason: 'code' };
  if (what === 'encrypted') return { kind: 'named', format: 'ods', reason: 'encrypted' };
  const entries = directory.entries.map(({ name, size, modified }) => ({
    name,
    size,
    ...(modified !== undefined && { modified }),
  }));
  return {
    kind: 'archive',
    entries: entries.slice(0, listed),
    truncated: directory.truncated || entries.length > listed,
  };
}

/** Rows of a sheet of a workbook. @throws Failure */
export async function zipRows(
  source: Source,
  asked: { sheet?: string | undefined; from: number; count: number; columns?: readonly string[] | undefined },
): Promise<RowsPage> {
  const directory = await readDirectory(source);
  const what = await inside(source, directory);
  if (what === 'xlsx') return xlsxRows(source, directory, asked);
  if (what === 'ods') return odsRows(source, directory, asked);
  throw unreadable('preview-not-a-table', 'This is no table', { name: source.name });
}

/** How much of a packed archive is unpacked to list it. */
const tarLimit = 64 * 1024 * 1024;
/** How much of a packed text is unpacked to show its beginning. */
export const textInside = 2 * 1024 * 1024;

export const packedText = /\.(csv|tsv|tab|psv|jsonl|ndjson|json|txt|log|md|sql|xml|yaml|yml)\.gz$/i;

/** What gzip packed: an archive listed, a text shown, else the one entry named. @throws Failure */
export async function previewGzip(source: Source): Promise<PreviewBody> {
  if (/\.(tgz|tar\.gz)$/i.test(source.name)) return listed1(await gunzipSource(source, tarLimit));
  if (packedText.test(source.name)) {
    const packed = await gunzipSource(source, textInside);
    if (/\.(csv|tsv|tab|psv)$/i.test(packed.name)) return previewCsv(packed);
    if (/\.jsonl?$|\.ndjson$/i.test(packed.name))
      return previewJson(packed, /\.json$/i.test(packed.name) ? 'json' : 'jsonl');
    const shown = await previewText(packed);
    return shown.kind === 'text' ? { ...shown, canEdit: false } : shown;
  }
  const beginning = await gunzipSource(source, 64 * 1024);
  const head = await beginning.read(0, 512);
  if (Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar')
    return listed1(await gunzipSource(source, tarLimit));
  // The last four bytes are the unpacked size, modulo 2^32 (RFC 1952).
  const last = await source.read(Math.max(0, source.size - 4), source.size);
  const size = beginning.cut ? viewOf(last).getUint32(0, true) : beginning.size;
  const file = beginning.name.slice(beginning.name.lastIndexOf('/') + 1);
  return { kind: 'archive', entries: [{ name: file, size }], truncated: false };
}

export async function previewTar(source: Source): Promise<PreviewBody> {
  return listed1(source);
}

async function listed1(source: Source): Promise<PreviewBody> {
  const found = await listTar(source, listed);
  const entries: Entry[] = found.entries;
  return { kind: 'archive', entries, truncated: found.truncated };
}
