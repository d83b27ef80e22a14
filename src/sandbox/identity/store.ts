/** Keeps sessions, grants and refresh tokens of the identity provider in one JSON file, so that they survive a restart. */
import path from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../durable.ts';

const payload = z.record(z.string(), z.unknown());
const entries = z.array(z.tuple([z.string(), z.object({ payload, expires: z.number().nullable() })]));

type Payload = z.infer<typeof payload>;

/** What oidc-provider asks of a storage for one of its models (its "adapter"). */
interface ModelStore {
  upsert(id: string, value: Payload, expiresIn?: number): Promise<void>;
  find(id: string): Promise<Payload | undefined>;
  findByUid(uid: string): Promise<Payload | undefined>;
  findByUserCode(code: string): Promise<Payload | undefined>;
  consume(id: string): Promise<void>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
}

/** The storage of all models; `flush` writes what is pending (call it before the process ends). */
export interface IdentityStore {
  model(name: string): ModelStore;
  flush(): void;
}

const writeDelay = 200;

/** Opens `sessions.json` of the folder; a broken file means an empty storage (people sign in again). */
export function openIdentityStore(folder: string): IdentityStore {
  const file = path.join(folder, 'sessions.json');
  const read = entries.safeParse(readJson(file));
  const stored = new Map(read.success ? read.data : []);
  let timer: NodeJS.Timeout | undefined;

  const alive = (key: string) => {
    const entry = stored.get(key);
    if (typeof entry?.expires === 'number' && entry.expires < Date.now()) {
      stored.delete(key);
      return undefined;
    }
    return entry?.payload;
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    for (const key of stored.keys()) alive(key);
    writeJson(file, [...stored]);
  };
  const changed = () => {
    timer ??= setTimeout(flush, writeDelay).unref();
  };
  const search = (model: string, field: string, value: string) => {
    for (const key of stored.keys()) {
      const found = key.startsWith(`${model}:`) ? alive(key) : undefined;
      if (found?.[field] === value) return found;
    }
    return undefined;
  };

  return {
    flush,
    model(name) {
      const key = (id: string) => `${name}:${id}`;
      return {
        async upsert(id, value, expiresIn) {
          stored.set(key(id), {
            payload: value,
            expires: expiresIn === undefined ? null : Date.now() + expiresIn * 1000,
          });
          changed();
        },
        async find(id) {
          return alive(key(id));
        },
        async findByUid(uid) {
          return search(name, 'uid', uid);
        },
        async findByUserCode(code) {
          return search(name, 'userCode', code);
        },
        async consume(id) {
          const found = alive(key(id));
          if (found) found['consumed'] = Math.floor(Date.now() / 1000);
          changed();
        },
        async destroy(id) {
          stored.delete(key(id));
          changed();
        },
        async revokeByGrantId(grantId) {
          for (const [each, entry] of stored) {
            if (each.startsWith(`${name}:`) && entry.payload['grantId'] === grantId) stored.delete(each);
          }
          changed();
        },
      };
    },
  };
}
