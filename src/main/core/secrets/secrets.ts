/** Answers for secrets: what lies in the project's folder of Vault, one value at a time, and changes without loss. */
import { failure, isFailure, type FailureData } from '../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { SecretEntry } from '../../../shared/contract/secrets.ts';
import type { VaultClient } from '../platform/vault/client.ts';
import type { CommandLog } from '../shell/commands.ts';
import type { Store } from '../store/store.ts';
import { assignments, command, commandsFor } from './secret-commands.ts';
import { compareContents, contentOf, fieldsOf, textOf, variablesOf } from './secret-content.ts';
import { conflictOf, summariesOf } from './secret-versions.ts';
import { changeablePath, fullPath, nameOf } from './secret-path.ts';
import { renameSecret } from './rename-secret.ts';
import { createVaultStanding, isBroken } from './vault-standing.ts';
import { within } from './within.ts';

/** Where a person works; made anew when platform, person or project change. */
export interface SecretsPlatform {
  /** Changes with platform, person and project. */
  readonly key: string;
  readonly vault: VaultClient | undefined;
  /** The project's folder below the mount. */
  readonly folder: string;
  /** Names only are kept there, never a value. */
  readonly store: Store;
}

export interface SecretsSurroundings {
  readonly commands: CommandLog;
  readonly clock: () => number;
  /** Milliseconds until Vault counts as silent; 15 s unless told. */
  readonly patience?: number;
}

/** A secret of which a value is asked for. */
interface Wanted {
  readonly path: string;
  readonly version?: number | undefined;
}

const standingsAtOnce = 8;

/**
 * @param here the place of the moment; undefined where nobody is signed in.
 * @returns `enter` is to be called whenever that changed, `wake` when the laptop woke up.
 */
export function createSecrets(
  here: () => SecretsPlatform | undefined,
  { commands, clock, patience = 15_000 }: SecretsSurroundings,
): { readonly handlers: AppHandlers['secrets']; enter(): void; wake(): void } {
  const standing = createVaultStanding(patience);

  function at(): SecretsPlatform & { readonly vault: VaultClient } {
    const place = here();
    if (!place) throw failure('signed-out', 'Nobody is signed in', { reason: 'not-signed-in' });
    const { vault } = place;
    if (!vault) throw failure('unsupported', 'The platform has no Vault', { reason: 'no-vault' });
    return { ...place, vault };
  }

  /** Asks Vault, notes how it stands, and gives up in time. */
  function ask<T>(vault: VaultClient, work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) {
    return standing.noting(vault, () => within(patience, new URL(vault.url).host, work, signal));
  }

  /** What the versions are, as far as the policy lets it be seen. */
  function metadataOf(vault: VaultClient, path: string, signal?: AbortSignal) {
    return vault.metadata(path, { ...(signal && { signal }) }).catch((error: unknown) => {
      if (isFailure(error) && error.code === 'forbidden' && !isBroken(error.data)) return undefined;
      throw error;
    });
  }

  async function contentAt({ path, version }: Wanted, signal: AbortSignal) {
    const { vault, folder } = at();
    const full = fullPath(folder, path);
    const found = await ask(
      vault,
      (limit) => vault.read(full, { ...(version !== undefined && { version }), signal: limit }),
      signal,
    );
    if (!found)
      throw failure('not-found', `${nameOf(path)} holds nothing in this version`, {
        reason: version === undefined ? 'secret-gone' : 'secret-version-gone',
        values: { name: nameOf(path), version: version ?? 0 },
      });
    return found;
  }

  /** Runs a change of a secret, shown as its command; a conflict says who was first. */
  async function change<T>(
    path: string,
    shown: readonly [verb: string, ...rest: string[]],
    work: (vault: VaultClient, full: string) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { vault, folder } = at();
    const full = changeablePath(folder, path);
    const [verb, ...rest] = shown;
    const text = command(vault.mount, verb, full, ...rest);
    try {
      return await commands.around('vault', text, () => ask(vault, () => work(vault, full), signal));
    } catch (error) {
      if (!isFailure(error) || error.data.reason !== 'secret-changed') throw error;
      throw conflictOf(path, await metadataOf(vault, full).catch(() => undefined));
    }
  }

  const stored = (place: SecretsPlatform, path: string) =>
    place.store.get<readonly SecretEntry[]>(`secrets/${place.key}/${path}`);

  async function namesSeen(place: SecretsPlatform, path: string, problem?: FailureData) {
    const seen = await stored(place, path);
    return {
      entries: [...(seen?.value ?? [])],
      emptyOrForbidden: false,
      ...(seen && { asOf: seen.at }),
      ...(problem && { problem }),
    };
  }

  const handlers: AppHandlers['secrets'] = {
    place: (_, { signal }) => standing.follow(signal),

    list: async ({ path, stored: isStored }, { signal }) => {
      const place = at();
      const full = fullPath(place.folder, path);
      if (isStored) return namesSeen(place, path);
      let names: string[] = [];
      try {
        const read = () => ask(place.vault, (limit) => place.vault.list(full, { signal: limit }), signal);
        names = await commands.around('vault', command(place.vault.mount, 'list', full), read);
      } catch (error) {
        if (!isFailure(error) || error.code === 'cancelled') throw error;
        if (error.code !== 'forbidden' || isBroken(error.data)) return namesSeen(place, path, error.data);
      }
      const prefix = path === '' ? '' : path.replace(/\/*$/, '/');
      const entries = names.map((name): SecretEntry => {
        const kind = name.endsWith('/') ? 'folder' : 'secret';
        return { name: name.replace(/\/$/, ''), path: `${prefix}${name}`, kind };
      });
      entries.sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name, 'en', { numeric: true }));
      await place.store.set(`secrets/${place.key}/${path}`, entries);
      return { entries, emptyOrForbidden: entries.length === 0 };
    },

    standings: async ({ paths }, { signal }) => {
      const { vault, folder } = at();
      const queue = [...paths];
      const found: Awaited<ReturnType<AppHandlers['secrets']['standings']>> = [];
      const worker = async (limit: AbortSignal) => {
        for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
          const metadata = await metadataOf(vault, fullPath(folder, path), limit);
          const newest = metadata && summariesOf(metadata, clock()).at(-1);
          if (!newest) continue;
          const { version, createdAt, deletedAt, destroyed } = newest;
          found.push({ path, version, updatedAt: createdAt, deleted: destroyed || deletedAt !== undefined });
        }
      };
      await ask(
        vault,
        (limit) => Promise.all(Array.from({ length: standingsAtOnce }, () => worker(limit))),
        signal,
      );
      return found;
    },

    read: async ({ path, version }, { signal }) => {
      const { vault, folder } = at();
      const full = fullPath(folder, path);
      const text = command(
        vault.mount,
        'get',
        full,
        ...(version === undefined ? [] : [`-version=${version}`]),
      );
      const [found, metadata] = await commands.around('vault', text, () =>
        ask(
          vault,
          (limit) =>
            Promise.all([
              vault.read(full, { ...(version !== undefined && { version }), signal: limit }),
              metadataOf(vault, full, limit),
            ]),
          signal,
        ),
      );
      const versions = metadata ? summariesOf(metadata, clock()) : [];
      const newest = found?.version ?? metadata?.currentVersion ?? 0;
      const shown = version ?? newest;
      const createdAt = found
        ? Date.parse(found.createdAt)
        : versions.find((one) => one.version === shown)?.createdAt;
      return {
        path,
        version: shown,
        ...(createdAt !== undefined && { createdAt }),
        deleted: !found && shown > 0,
        fields: found ? fieldsOf(found.data) : [],
        versions,
        metadata: metadata?.custom ?? {},
      };
    },

    reveal: async ({ path, key, version }, { signal }) => {
      const { vault, folder } = at();
      const flags = [`-field=${key}`, ...(version === undefined ? [] : [`-version=${version}`])];
      const text = command(vault.mount, 'get', fullPath(folder, path), ...flags);
      const { data } = await commands.around('vault', text, () => contentAt({ path, version }, signal));
      if (!Object.hasOwn(data, key))
        throw failure('not-found', `The key ${key} is not there any more`, {
          reason: 'secret-key-gone',
          values: { key },
        });
      return { value: textOf(data[key]) };
    },

    write: async ({ path, version, fields }, { signal }) => {
      const write = async (vault: VaultClient, full: string) => {
        const isFresh = fields.every(({ value }) => value !== undefined);
        const before = version > 0 ? await vault.read(full, { version }) : undefined;
        if (!before && !isFresh)
          throw failure('conflict', 'The version that was read is gone', { reason: 'secret-changed' });
        return vault.write(full, contentOf(fields, before?.data), { checkAndSet: version });
      };
      const keys = fields.map(({ key }) => key);
      return { version: await change(path, ['put', `-cas=${version}`, ...assignments(keys)], write, signal) };
    },

    rename: async ({ path, to }, { signal }) => {
      const { vault, folder } = at();
      const target = changeablePath(folder, to);
      const shown = `vault kv get -format=json … && vault kv put -cas=0 … && ${command(vault.mount, 'metadata delete', changeablePath(folder, path))}`;
      await commands.around('vault', shown, () =>
        ask(vault, () => renameSecret(vault, { from: changeablePath(folder, path), to: target }), signal),
      );
      return {};
    },

    remove: async ({ path }, { signal }) => {
      await change(path, ['delete'], (vault, full) => vault.remove(full), signal);
      return {};
    },
    undelete: async ({ path, versions }, { signal }) => {
      const flag = `-versions=${versions.join(',')}`;
      await change(path, ['undelete', flag], (vault, full) => vault.undelete(full, versions), signal);
      return {};
    },
    restore: async ({ path, from, version }, { signal }) => {
      const { data } = await contentAt({ path, version: from }, signal);
      const shown = ['rollback', `-version=${from}`] as const;
      const write = (vault: VaultClient, full: string) => vault.write(full, data, { checkAndSet: version });
      return { version: await change(path, shown, write, signal) };
    },
    destroy: async ({ path }, { signal }) => {
      await change(path, ['metadata delete'], (vault, full) => vault.destroy(full), signal);
      return {};
    },

    compare: async ({ path, from, to }, { signal }) => {
      const content = async (version: number) => {
        const { vault, folder } = at();
        const read = (limit: AbortSignal) => vault.read(fullPath(folder, path), { version, signal: limit });
        return (await ask(vault, read, signal))?.data ?? {};
      };
      return compareContents(await content(from), await content(to));
    },
    describe: async ({ path, metadata }, { signal }) => {
      const flags = Object.keys(metadata).map((key) => `-custom-metadata=${key}=…`);
      await change(path, ['metadata put', ...flags], (vault, full) => vault.describe(full, metadata), signal);
      return {};
    },

    useInLaunch: async ({ path }, { signal }) => {
      const { data } = await contentAt({ path }, signal);
      return { secret: path, ...variablesOf(data) };
    },
    commands: async ({ path }) => {
      const { vault, folder } = at();
      return { text: commandsFor(vault, fullPath(folder, path), path === '' || path.endsWith('/')) };
    },
  };

  return {
    handlers,
    enter: () => standing.enter(here()),
    wake: () => standing.wake(),
  };
}

/** Folders first, what Onyxia keeps for itself last. */
function order({ kind, path }: SecretEntry): number {
  if (path === '.onyxia/') return 2;
  return kind === 'folder' ? 0 : 1;
}
