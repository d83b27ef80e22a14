/** A question to begin with. */
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { asPattern } from './glob.ts';
import type { ListAll } from './resolve.ts';
import { readerOf } from './sources.ts';
import { sqlText } from './sql-text.ts';

/** Objects that are looked at to see what lies below a prefix. */
const looked = 1_000;

/** The question for an object, by its ending; what has none that is known is listed as text. */
export function questionFor(bucket: string, key: string): string {
  const address = `s3://${bucket}/${asPattern(key)}`;
  const reader = readerOf(key);
  if (!reader) return `SELECT filename, size\nFROM read_blob(${sqlText(address)})`;
  const table = address.includes('[') ? `${reader}(${sqlText(address)})` : sqlText(address);
  return `SELECT *\nFROM ${table}\nLIMIT 100`;
}

/** The question for all that lies below a prefix: of the kind that most of its first objects are. @throws Failure */
export async function questionBelow(
  endpoint: S3Endpoint,
  listAll: ListAll,
  { bucket, prefix }: { bucket: string; prefix: string },
  signal: AbortSignal,
): Promise<string> {
  const counts = new Map<string, { count: number; ending: string; isHive: boolean; depth: number }>();
  let seen = 0;
  for await (const page of listAll(endpoint, { bucket, prefix, recursive: true, versions: false, signal })) {
    for (const { key } of page) {
      const reader = readerOf(key);
      seen += 1;
      if (!reader) continue;
      const below = key.slice(prefix.length).split('/');
      const known = counts.get(reader);
      counts.set(reader, {
        count: (known?.count ?? 0) + 1,
        ending: known?.ending ?? /\.[a-z]+(\.(gz|zst))?$/i.exec(key)?.[0] ?? '',
        isHive: (known?.isHive ?? true) && below.some((level) => level.includes('=')),
        depth: Math.max(known?.depth ?? 0, below.length),
      });
    }
    if (seen >= looked) break;
  }
  const [best] = [...counts].sort(([, a], [, b]) => b.count - a.count);
  const [reader, { ending, isHive, depth }] = best ?? [
    'read_parquet',
    { ending: '.parquet', isHive: false, depth: 2 },
  ];
  const pattern = `s3://${bucket}/${asPattern(prefix)}${depth > 1 ? '**/' : ''}*${ending}`;
  const options = isHive ? ', hive_partitioning = true' : '';
  return `SELECT *\nFROM ${reader}(${sqlText(pattern)}${options})\nLIMIT 100`;
}
