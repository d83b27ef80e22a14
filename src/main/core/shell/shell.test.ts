import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { failure } from '../../../shared/contract/errors.ts';
import { openDatabases } from '../store/database.ts';
import { createCommandLog } from './commands.ts';
import { createNotifications } from './notifications.ts';
import { loadSettings } from './settings.ts';
import { createTaskList } from './tasks.ts';

const clock = () => 1_000;

describe('the log of equivalent commands', () => {
  test('keeps the last 500 and says how each ended', async () => {
    const log = createCommandLog(clock);
    for (let index = 0; index < 505; index += 1)
      await log.around('helm', `helm list ${index}`, async () => {});
    await log.around('kubectl', 'kubectl get pods', () => Promise.reject(new Error('no'))).catch(() => {});
    expect(log.list.get()).toHaveLength(500);
    expect(log.list.get().at(-1)).toMatchObject({ text: 'kubectl get pods', state: 'failed' });
    expect(log.list.get().at(-2)).toMatchObject({ text: 'helm list 504', state: 'done' });
  });
});

describe('long work', () => {
  test('shows its progress and why it failed', async () => {
    const tasks = createTaskList(clock);
    const seen: (number | undefined)[] = [];
    tasks.list.onChange((list) => seen.push(list[0]?.progress));
    await tasks
      .run('launch', { name: 'x' }, async (progress) => {
        progress(0.5);
        throw failure('over-quota', 'Too much');
      })
      .catch(() => {});
    expect(seen).toContain(0.5);
    expect(tasks.list.get()).toMatchObject([{ state: 'failed', problem: { code: 'over-quota' } }]);
  });
});

describe('notifications', () => {
  test('the same one is not told twice until it was read', () => {
    const told: string[] = [];
    const notes = createNotifications(clock, (note) => told.push(note.kind));
    const ready = { kind: 'service-ready', severity: 'good', values: { name: 'a' } } as const;
    notes.add(ready);
    notes.add(ready);
    notes.read(1);
    notes.add(ready);
    expect(told).toEqual(['service-ready', 'service-ready']);
    expect(notes.list.get().map(({ read }) => read)).toEqual([true, false]);
  });
});

describe('settings', () => {
  test('are kept over a restart, and a field that makes no sense falls back by itself', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-settings-'));
    const databases = openDatabases(folder);
    try {
      const store = databases.open('app');
      await (await loadSettings(store)).change({ language: 'fr' });
      expect((await loadSettings(store)).value.get()).toMatchObject({ language: 'fr', appearance: 'system' });
      await store.set('settings', { language: 'klingon', appearance: 'dark' });
      expect((await loadSettings(store)).value.get()).toMatchObject({
        language: 'system',
        appearance: 'dark',
      });
    } finally {
      await databases.close();
      await rm(folder, { recursive: true });
    }
  });
});
