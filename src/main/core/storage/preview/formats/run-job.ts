/** Hands a job to the reader of its format. */
import type { Job, PreviewBody, PreviewJob, RowsJob, RowsPage } from '../jobs.ts';
import { packedText, previewGzip, previewTar, previewZip, textInside, zipRows } from './archive.ts';
import { csvRows, previewCsv } from './csv.ts';
import { dbfRows, previewDbf } from './dbf.ts';
import { jsonRows, previewJson } from './json.ts';
import { previewNotebook } from './notebook.ts';
import { parquetRows, previewParquet } from './parquet.ts';
import { previewSav, savRows } from './sav.ts';
import { unreadable, type Source } from './source.ts';
import { previewMarkdown, previewText } from './text.ts';
import { gunzipSource } from './unpack.ts';

/** Most that is unpacked of a packed object to reach its pages. */
const unpackLimit = 64 * 1024 * 1024;
const onlyBeginning = new Set(['text', 'markdown', 'csv', 'json', 'jsonl']);

/** Runs a job over the bytes of an object. @throws Failure for what cannot be read; other errors mean a broken file too. */
export async function runJob(job: Job, given: Source): Promise<PreviewBody | RowsPage> {
  if (job.what === 'preview') return preview(job, given);
  return rows(job, given);
}

async function preview(job: PreviewJob, given: Source): Promise<PreviewBody> {
  const source = job.packed
    ? {
        ...(await gunzipSource(given, onlyBeginning.has(job.parser) ? textInside : unpackLimit)),
        name: given.name,
      }
    : given;
  switch (job.parser) {
    case 'text': {
      const body = await previewText(source);
      return job.packed && body.kind === 'text' ? { ...body, canEdit: false } : body;
    }
    case 'markdown':
      return previewMarkdown(source);
    case 'notebook':
      return previewNotebook(source);
    case 'csv':
      return previewCsv(source);
    case 'json':
    case 'jsonl':
      return previewJson(source, job.parser);
    case 'parquet':
      return previewParquet(source);
    case 'zip':
      return previewZip(source);
    case 'tar':
      return previewTar(source);
    case 'gzip':
      return previewGzip(source);
    case 'dbf':
      return previewDbf(source);
    case 'sav':
      return previewSav(source);
  }
}

async function rows(job: RowsJob, given: Source): Promise<RowsPage> {
  const source = job.packed ? { ...(await gunzipSource(given, unpackLimit)), name: given.name } : given;
  switch (job.parser) {
    case 'csv':
      return csvRows(source, job);
    case 'json':
    case 'jsonl':
      return jsonRows(source, job.parser, job);
    case 'parquet':
      return parquetRows(source, job);
    case 'zip':
      return zipRows(source, job);
    case 'dbf':
      return dbfRows(source, job);
    case 'sav':
      return savRows(source, job);
    case 'gzip':
      if (packedText.test(source.name)) {
        const inside = await gunzipSource(source, unpackLimit);
        if (/\.(csv|tsv|tab|psv)$/i.test(inside.name)) return csvRows(inside, job);
        if (/\.(json|jsonl|ndjson)$/i.test(inside.name))
          return jsonRows(inside, inside.name.toLowerCase().endsWith('.json') ? 'json' : 'jsonl', job);
      }
      break;
    default:
      break;
  }
  throw unreadable('preview-not-a-table', 'This is no table', { name: job.name });
}
