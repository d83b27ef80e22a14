/** The questions that were asked last, in the store; one writer at a time. */
import type { z } from 'zod';
import type { queryOperations } from '../../../../shared/contract/storage/query.ts';
import type { Store } from '../../store/store.ts';

export type Entry = z.output<(typeof queryOperations)['queryHistory']['output']>[number];

const key = 'storage/history';
const most = 200;
let writing: Promise<unknown> = Promise.resolve();

/** The last 200, newest first. */
export async function readHistory(store: Store): Promise<Entry[]> {
  return (await store.get<Entry[]>(key))?.value ?? [];
}

/** What might be a secret in a text: what stands for a key in an address or an option. */
export function withoutSecrets(sql: string): string {
  return sql
    .replace(
      /((?:secret|password|token|key_id|access_key)[\w]*\s*(?:=>|:=|=|\s)\s*)'(?:[^']|'')*'/gi,
      "$1'***'",
    )
    .replace(/([?&](?:x-amz-[\w-]+|[\w-]*(?:key|token|secret|signature)[\w-]*)=)[^&\s']+/gi, '$1***');
}

/** Adds a question; the same text asked again moves to the front. */
export function addToHistory(store: Store, entry: Entry): Promise<void> {
  const plain = { ...entry, sql: withoutSecrets(entry.sql) };
  const next = writing.then(async () => {
    const others = (await readHistory(store)).filter(
      ({ sql, profile }) => sql !== plain.sql || profile !== plain.profile,
    );
    await store.set(key, [plain, ...others].slice(0, most));
  });
  writing = next.catch(() => undefined);
  return next;
}

/** Forgets all of them. */
export async function clearHistory(store: Store): Promise<void> {
  await store.delete(key);
}
