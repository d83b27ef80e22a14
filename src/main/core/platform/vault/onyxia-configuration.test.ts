import { describe, expect, test } from 'vitest';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Stored } from '../../store/store.ts';
import type { VaultClient } from './client.ts';
import { createOnyxiaConfiguration, fromSecret, merge, toSecret } from './onyxia-configuration.ts';
import { createSavedServices, type SavedService } from './saved-services.ts';

/** The part of Vault that matters here: versions and check-and-set, away when told so. */
function memoryVault() {
  const secrets = new Map<string, { data: Record<string, unknown>; version: number }>();
  const state = { away: false, beforeWrite: () => {} };
  const check = () => {
    if (state.away) throw failure('unreachable', 'away', { reason: 'refused' });
  };
  const vault: Pick<VaultClient, 'read' | 'write' | 'metadata'> = {
    async read(path) {
      check();
      const found = secrets.get(path);
      return found && { ...found, createdAt: '' };
    },
    async write(path, data, { checkAndSet } = {}) {
      check();
      state.beforeWrite();
      const version = secrets.get(path)?.version ?? 0;
      if (checkAndSet !== undefined && checkAndSet !== version) throw failure('conflict', 'check-and-set');
      secrets.set(path, { data: { ...data }, version: version + 1 });
      return version + 1;
    },
    async metadata() {
      check();
      return undefined;
    },
  };
  return { secrets, state, vault: vault as VaultClient };
}

function memoryStore() {
  const values = new Map<string, unknown>();
  return {
    values,
    get: async <T>(key: string): Promise<Stored<T> | undefined> =>
      values.has(key) ? { value: structuredClone(values.get(key)) as T, at: 0 } : undefined,
    set: async (key: string, value: unknown) => void values.set(key, structuredClone(value)),
  };
}

function made(withVault = true) {
  const { secrets, state, vault } = memoryVault();
  const local = memoryStore();
  const configuration = createOnyxiaConfiguration({
    vault: withVault ? vault : undefined,
    folder: 'alice',
    local,
    prefix: 'c',
  });
  return { secrets, state, local, configuration };
}

const path = 'alice/.onyxia/restorableServiceConfigs';
const service = (friendlyName: string): SavedService => ({
  friendlyName,
  catalogId: 'ide',
  chartName: 'jupyter',
  chartVersion: '1',
  helmValuesPatch: [{ path: ['a', 0], value: true }],
});
const json = (value: unknown) => ({ valueAsJson: JSON.stringify(value) });

test('values have the form that Onyxia gives them', () => {
  expect([toSecret('x'), toSecret(3), toSecret(null), toSecret(['y'])]).toEqual([
    { value: 'x' },
    { value: 3 },
    { value: null },
    { valueAsJson: '["y"]' },
  ]);
  expect([{ value: false }, { valueAsJson: '{"a":1}' }, { valueAsJson: '{' }, {}].map(fromSecret)).toEqual([
    false,
    { a: 1 },
    undefined,
    undefined,
  ]);
});

describe('saved configurations', () => {
  test('are kept beside entries of a form that we do not know, which nobody loses', async () => {
    const { secrets, configuration } = made();
    secrets.set(path, { data: json([{ future: true }, { ...service('old'), extra: 1 }]), version: 4 });
    const saved = createSavedServices(configuration);
    await saved.refresh();
    expect(saved.state.get()).toMatchObject({
      kept: 'vault',
      configurations: [{ friendlyName: 'old', extra: 1 }],
    });
    expect(await saved.change((list) => [service('new'), ...list])).toBe('vault');
    expect(secrets.get(path)).toEqual({
      version: 5,
      data: json([service('new'), { ...service('old'), extra: 1 }, { future: true }]),
    });
  });

  test('are never reset where something else was kept', async () => {
    const { secrets, configuration } = made();
    secrets.set(path, { data: { value: 'what is this' }, version: 1 });
    const saved = createSavedServices(configuration);
    await saved.refresh();
    expect(saved.state.get().configurations).toEqual([]);
    await expect(saved.change((list) => [...list, service('x')])).rejects.toMatchObject({
      data: { reason: 'configuration-unknown' },
    });
    expect(secrets.get(path)?.data).toEqual({ value: 'what is this' });
  });

  test('are read again when someone else wrote meanwhile', async () => {
    const { secrets, state, configuration } = made();
    secrets.set(path, { data: json([service('a')]), version: 1 });
    state.beforeWrite = () => {
      state.beforeWrite = () => {};
      secrets.set(path, { data: json([service('a'), service('theirs')]), version: 2 });
    };
    await createSavedServices(configuration).change((list) => [service('mine'), ...list]);
    expect(fromSecret(secrets.get(path)?.data ?? {})).toMatchObject([
      { friendlyName: 'mine' },
      { friendlyName: 'a' },
      { friendlyName: 'theirs' },
    ]);
  });

  test('stay on the laptop while Vault is away, and are joined with what others wrote once it is back', async () => {
    const { secrets, state, configuration } = made();
    secrets.set(path, { data: json([service('a'), service('b')]), version: 1 });
    const saved = createSavedServices(configuration);
    await saved.refresh();
    state.away = true;
    expect(
      await saved.change((list) => [
        service('mine'),
        ...list.filter(({ friendlyName }) => friendlyName !== 'a'),
      ]),
    ).toBe('laptop');
    expect(saved.state.get()).toMatchObject({
      kept: 'laptop',
      problem: { code: 'unreachable' },
      configurations: [{ friendlyName: 'mine' }, { friendlyName: 'b' }],
    });
    secrets.set(path, { data: json([service('a'), service('b'), service('theirs')]), version: 2 });
    state.away = false;
    await saved.refresh();
    const names = (fromSecret(secrets.get(path)?.data ?? {}) as SavedService[]).map(
      ({ friendlyName }) => friendlyName,
    );
    expect(names).toEqual(['mine', 'b', 'theirs']);
    expect(saved.state.get()).toMatchObject({ kept: 'vault' });
  });

  test('live on the laptop where the platform has no Vault', async () => {
    const { configuration } = made(false);
    const saved = createSavedServices(configuration);
    expect(await saved.change(() => [service('a')])).toBe('laptop');
    await saved.refresh();
    expect(saved.state.get()).toMatchObject({ kept: 'laptop', configurations: [{ friendlyName: 'a' }] });
    expect(saved.state.get()).not.toHaveProperty('problem');
  });
});

test('two changes of one value: ours holds, lists are joined', () => {
  expect(merge('a', 'b', 'a')).toBe('b');
  expect(merge('a', 'b', 'c')).toBe('b');
  expect(merge([1, 2], [2, 3], [1, 2, 4])).toEqual([3, 2, 4]);
  expect(merge(undefined, [1], undefined)).toEqual([1]);
});
