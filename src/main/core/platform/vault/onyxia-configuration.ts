/**
 * Onyxia's own settings, where its web app keeps them: one secret a key below `<folder>/.onyxia/`, as `{value}` for a
 * plain value or `{valueAsJson}` for anything else. Without a Vault, or while it does not answer, they stay on this laptop.
 */
import { isDeepStrictEqual } from 'node:util';
import { isFailure, failure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { Store } from '../../store/store.ts';
import type { VaultClient } from './client.ts';

export interface OnyxiaConfiguration {
  /** A value by its key; undefined where there is none. From the laptop's copy where Vault does not answer. */
  get(key: string): Promise<unknown>;
  /**
   * Changes a value: reads, changes, writes if nobody else wrote meanwhile, else again.
   * @param change gets what is there (undefined: nothing) and gives what is to be there.
   * @returns where it was kept. @throws Failure `forbidden`, `conflict` after five lost races.
   */
  update(key: string, change: (value: unknown) => unknown): Promise<'vault' | 'laptop'>;
  /** Why Vault is not used at present, if it should be. */
  problem(): FailureData | undefined;
  readonly hasVault: boolean;
}

/** What is kept on the laptop: the last known value; `waiting`: Vault does not have it yet, and had `base` before. */
interface Local {
  readonly value: unknown;
  readonly waiting: boolean;
  readonly base?: unknown;
}

const races = 5;

/**
 * @param folder the person's or project's own folder in Vault.
 * @param local keeps copies; its keys start with `prefix`.
 */
export function createOnyxiaConfiguration(options: {
  readonly vault: VaultClient | undefined;
  readonly folder: string;
  readonly local: Pick<Store, 'get' | 'set'>;
  readonly prefix: string;
}): OnyxiaConfiguration {
  const { vault, folder, local, prefix } = options;
  let problem: FailureData | undefined;
  const path = (key: string) => `${folder}/.onyxia/${key}`;
  const localKey = (key: string) => `${prefix}/${key}`;
  const kept = async (key: string) => (await local.get<Local>(localKey(key)))?.value;
  const keep = (key: string, entry: Local) => local.set(localKey(key), entry);

  function note(error: unknown): void {
    if (!isFailure(error) || error.code === 'conflict') throw error;
    problem = error.data;
  }

  /** Sends what waits, joined with what others wrote meanwhile. */
  async function send(to: VaultClient, key: string, waiting: Local): Promise<unknown> {
    let sent: unknown;
    await writeToVault(to, key, (theirs) => (sent = merge(waiting.base, waiting.value, theirs)));
    return sent;
  }

  return {
    hasVault: vault !== undefined,
    problem: () => problem,
    async get(key) {
      const before = await kept(key);
      if (!vault) return before?.value;
      try {
        if (before?.waiting) return await send(vault, key, before);
        const found = await vault.read(path(key));
        problem = undefined;
        const value = found && fromSecret(found.data);
        await keep(key, { value, waiting: false });
        return value;
      } catch (error) {
        note(error);
        return before?.value;
      }
    },
    async update(key, change) {
      const before = await kept(key);
      if (vault) {
        try {
          await writeToVault(vault, key, (theirs) =>
            change(before?.waiting ? merge(before.base, before.value, theirs) : theirs),
          );
          return 'vault';
        } catch (error) {
          note(error);
        }
      }
      const base = before?.waiting ? before.base : before?.value;
      await keep(key, { value: change(before?.value), waiting: vault !== undefined, base });
      return 'laptop';
    },
  };

  async function writeToVault(
    to: VaultClient,
    key: string,
    change: (value: unknown) => unknown,
  ): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const found = await to.read(path(key));
      const version = found?.version ?? (await to.metadata(path(key)))?.currentVersion ?? 0;
      const next = change(found && fromSecret(found.data));
      try {
        await to.write(path(key), toSecret(next), { checkAndSet: version });
        problem = undefined;
        await keep(key, { value: next, waiting: false });
        return;
      } catch (error) {
        if (!isFailure(error) || error.code !== 'conflict' || tries === races) throw error;
      }
    }
  }
}

/**
 * Joins what was changed here with what was changed there since `base`. Of lists, what was added here is added and what
 * was removed here is removed; of anything else that both changed, ours is taken. Pure.
 */
export function merge(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (isDeepStrictEqual(base, theirs)) return mine;
  if (!Array.isArray(mine) || !Array.isArray(theirs)) return mine;
  const before = Array.isArray(base) ? (base as unknown[]) : [];
  const has = (list: readonly unknown[], one: unknown) => list.some((other) => isDeepStrictEqual(other, one));
  const added = mine.filter((one) => !has(before, one) && !has(theirs, one)) as unknown[];
  return [...added, ...theirs.filter((one) => !has(before, one) || has(mine, one))];
}

/** The value in one of Onyxia's secrets. Unknown forms give undefined. Pure. */
export function fromSecret(secret: Readonly<Record<string, unknown>>): unknown {
  if ('value' in secret) return secret['value'];
  const json = secret['valueAsJson'];
  if (typeof json !== 'string') return json;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The secret that Onyxia makes of a value. Pure. */
export function toSecret(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? { valueAsJson: JSON.stringify(value) } : { value };
}

/** Raised where a stored value is not what its key should hold: it is left alone. */
export function notUnderstood(key: string): Error {
  return failure('conflict', `What Onyxia keeps as ${key} has a form that we do not know`, {
    reason: 'configuration-unknown',
    values: { key },
  });
}
