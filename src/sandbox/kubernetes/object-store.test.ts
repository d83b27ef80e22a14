import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createHistory } from './history.ts';
import type { NewObject } from './model.ts';
import { openStore } from './object-store.ts';
import { writeSnapshot } from './snapshot.ts';
import { inFolder } from './testing/folder.ts';

describe('the store', () => {
  const configMap = (name: string): NewObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'n' },
    data: { a: '1' },
  });
  const withNamespace = (folder?: string, size?: number) => {
    const store = openStore(folder, size);
    if (store.get('namespaces', undefined, 'n') === undefined) {
      store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } });
    }
    return store;
  };

  test('tells every listener all changes in one order, also those that a listener makes', () => {
    const store = withNamespace();
    const seen: string[] = [];
    store.watch(({ type, object }) => {
      if (type === 'ADDED' && object.metadata.name === 'one') store.create(configMap('two'));
    });
    store.watch(({ type, object }) =>
      seen.push(`${type} ${object.metadata.name} ${object.metadata.resourceVersion}`),
    );
    store.create(configMap('one'));
    expect(seen).toEqual(['ADDED one 3', 'ADDED two 4']);
    store.stop();
  });

  test('hands out what cannot be changed from outside, and changes by modify', () => {
    const store = withNamespace();
    const object = store.create(configMap('fixed'));
    expect(() => Object.assign(object.metadata, { name: 'other' })).toThrow(TypeError);
    const changed = store.modify('configmaps', 'n', 'fixed', (draft) => {
      draft['data'] = { a: '2' };
    });
    expect(changed?.['data']).toEqual({ a: '2' });
    expect(object['data']).toEqual({ a: '1' });
    expect(() => store.update(object)).toThrow('the object has been modified');
    expect(store.modify('configmaps', 'n', 'none', () => undefined)).toBeUndefined();
    store.stop();
  });

  test('counts generations by changes of the specification alone, and keeps status apart', () => {
    const store = withNamespace();
    store.create({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 's', namespace: 'n' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      },
    });
    const status = store.modify('statefulsets', 'n', 's', (draft) => (draft['status'] = { replicas: 1 }), {
      subresource: 'status',
    });
    expect([status?.metadata.generation, status?.['status']]).toEqual([1, { replicas: 1 }]);
    const spec = store.modify('statefulsets', 'n', 's', (draft) => {
      (draft['spec'] as { replicas: number }).replicas = 0;
      draft['status'] = { replicas: 9 };
    });
    expect([spec?.metadata.generation, spec?.['status']]).toMatchObject([2, { replicas: 1 }]);
    store.stop();
  });

  test('a running pod leaves in two steps, a pod that never started at once', () => {
    const store = withNamespace();
    const pod = (name: string): NewObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'n' },
      spec: { containers: [{ name: 'c', image: 'i' }] },
    });
    store.create(pod('waiting'));
    expect(store.delete('pods', 'n', 'waiting').gone).toBe(true);
    store.create(pod('running'));
    store.modify(
      'pods',
      'n',
      'running',
      (draft) => void ((draft['spec'] as { nodeName?: string }).nodeName = 'node'),
    );
    const leaving = store.delete('pods', 'n', 'running');
    expect([leaving.gone, leaving.object.metadata.deletionGracePeriodSeconds]).toEqual([false, 30]);
    expect(store.delete('pods', 'n', 'running', { gracePeriodSeconds: 0 }).gone).toBe(true);
    store.stop();
  });

  test('restores everything from its folder, and refuses a damaged file instead of writing over it', () =>
    inFolder(async (folder) => {
      const state = path.join(folder, 'state');
      const store = withNamespace(state);
      const object = store.create(configMap('kept'));
      store.stop();
      const again = openStore(state);
      expect(again.get('configmaps', 'n', 'kept')).toEqual(object);
      expect(again.version()).toBe(Number(object.metadata.resourceVersion));
      again.create(configMap('unsaved'));
      // Opened a third time without an orderly stop, as after a crash: what was shown is not numbered again.
      const newest = again.version();
      writeSnapshot(state, { version: newest - 1, complete: false, objects: [] });
      const afterCrash = openStore(state);
      expect(afterCrash.version()).toBeGreaterThan(newest);
      expect(afterCrash.history.after(newest)).toBeUndefined();
      again.stop();
      afterCrash.stop();
      await mkdir(path.join(folder, 'bad'));
      await writeFile(path.join(folder, 'bad', 'cluster.json'), '{"objects":');
      expect(() => openStore(path.join(folder, 'bad'))).toThrow();
    }));

  test('remembers a number of changes for watches and no more', () => {
    const history = createHistory(3, 10);
    const change = (version: number) => ({ version }) as unknown as Parameters<typeof history.add>[0];
    for (let version = 11; version <= 18; version += 1) history.add(change(version));
    expect(history.after(history.oldest())?.length).toBeGreaterThanOrEqual(3);
    expect(history.after(10)).toBeUndefined();
    expect(history.after(17)?.map((entry) => entry.version)).toEqual([18]);
    expect(history.after(18)).toEqual([]);
  });
});
