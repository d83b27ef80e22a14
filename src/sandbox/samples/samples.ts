/** What lies in a bucket when the sandbox starts for the first time. */
import {
  archive,
  companies,
  declarations,
  notebook,
  picture,
  pythonScript,
  rScript,
  welcome,
} from './documents.ts';
import { requestLog } from './request-logs.ts';

export interface Sample {
  readonly key: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Days of which there are logs. */
export const days = [
  '2026-11-09',
  '2026-11-10',
  '2026-11-11',
  '2026-11-12',
  '2026-11-13',
  '2026-11-16',
  '2026-11-17',
];
const requestsADay = 2_000;

/** The samples of a bucket, always the same. */
export async function samplesFor(bucket: string): Promise<Sample[]> {
  const text = (key: string, type: string, body: string): Sample => ({
    key,
    type,
    bytes: Buffer.from(body.replaceAll('BUCKET', bucket)),
  });
  const logs = await Promise.all(
    days.map(async (day) => ({
      key: `journaux/date=${day}/part-0.parquet`,
      type: 'application/vnd.apache.parquet',
      bytes: await requestLog(day, requestsADay),
    })),
  );
  return [
    text('lisez-moi.md', 'text/markdown', welcome),
    { key: 'donnees/entreprises.csv', type: 'text/csv', bytes: companies() },
    text('donnees/declarations.jsonl', 'application/x-ndjson', declarations()),
    text('carnets/exploration.ipynb', 'application/x-ipynb+json', notebook()),
    text('scripts/taux.R', 'text/plain', rScript),
    text('scripts/taux.py', 'text/x-python', pythonScript),
    text('images/taux.svg', 'image/svg+xml', picture()),
    { key: 'archives/scripts.zip', type: 'application/zip', bytes: archive() },
    ...logs,
  ];
}
