import { once } from 'node:events';
import http from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceState } from '../../../../shared/contract/services.ts';
import { createHelm } from '../helm/helm.ts';
import type { Helm } from '../helm/helm.ts';
import { createKubernetesClient } from './client.ts';
import { exec } from './exec.ts';
import { createForward } from './forward.ts';
import type { Forward } from './forward.ts';
import { followLogs } from './logs.ts';
import { manifestObjects } from './manifest.ts';
import { isPodReady } from './objects.ts';
import type { Claim, ClusterEvent, Controller, KubernetesObject, Pod, Secret } from './objects.ts';
import { openTarget } from './open-target.ts';
import { connectPort } from './port-connection.ts';
import { decodeRelease, newestRevisions } from './release.ts';
import { describeService } from './service-description.ts';
import { labFolder, makeNamespace, openLab } from './testing/lab.ts';
import type { Lab } from './testing/lab.ts';
import { watchCollection } from './watch.ts';
import type { Watch } from './watch.ts';

/** All that is watched of a namespace, and the state of its services after each change. */
class Namespace {
  readonly #stop = new AbortController();
  readonly #watches: Watch[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #parts = new Map<string, ReadonlyMap<string, KubernetesObject>>();
  readonly #lab: Lab;
  readonly #name: string;

  constructor(lab: Lab, name: string) {
    this.#lab = lab;
    this.#name = name;
    const core = `/api/v1/namespaces/${name}`;
    this.#follow('secrets', `${core}/secrets`, 'type=helm.sh/release.v1');
    this.#follow('pods', `${core}/pods`);
    this.#follow('events', `${core}/events`);
    this.#follow('claims', `${core}/persistentvolumeclaims`);
    this.#follow('controllers', `/apis/apps/v1/namespaces/${name}/statefulsets`);
  }

  #follow(part: string, collection: string, fieldSelector?: string): void {
    this.#watches.push(
      watchCollection({
        client: this.#lab.client,
        path: collection,
        fieldSelector,
        signal: this.#stop.signal,
        onState: () => undefined,
        onBatch: (_changes, snapshot) => {
          this.#parts.set(part, snapshot);
          for (const listener of [...this.#listeners]) listener();
        },
      }),
    );
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  part<T extends KubernetesObject>(name: string): T[] {
    return [...(this.#parts.get(name)?.values() ?? [])] as T[];
  }

  service(id: string): { state: ServiceState | 'gone'; service?: ReturnType<typeof describeService> } {
    const secret = newestRevisions(this.part<Secret>('secrets')).get(id);
    if (!secret) return { state: 'gone' };
    const release = decodeRelease(secret.data?.['release'] ?? '');
    const service = describeService(
      {
        release,
        objects: manifestObjects(release.manifest),
        pods: this.part<Pod>('pods').filter(
          (pod) => pod.metadata?.labels?.['app.kubernetes.io/instance'] === id,
        ),
        controllers: this.part<Controller>('controllers'),
        claims: this.part<Claim>('claims'),
        events: this.part<ClusterEvent>('events'),
        expectsOnyxia: false,
        now: Date.now(),
      },
      this.#name,
    );
    return { state: service.state, service };
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        forget();
        resolve();
      };
      const forget = this.onChange(check);
      check();
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#watches.map((one) => one.done));
  }
}

async function get(
  port: number,
  address: string,
  token: string,
): Promise<{ status: number | undefined; body: string }> {
  const request = http.get({
    host: '127.0.0.1',
    port,
    path: address,
    agent: false,
    headers: { authorization: `token ${token}` },
  });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

describe.skipIf(!labFolder)('over the real cluster of the lab (needs SARDONYX_LAB)', () => {
  let lab: Lab;
  let namespace: Awaited<ReturnType<typeof makeNamespace>>;
  let watched: Namespace;
  let helm: Helm;
  let folder: string;
  const chart = (version?: string): { repository: string; name: string; version?: string } => ({
    repository: lab.facts.charts,
    name: 'ide',
    ...(version && { version }),
  });
  const target = (): { access: Lab['access']; namespace: string } => ({
    access: lab.access,
    namespace: namespace.name,
  });

  beforeAll(async () => {
    lab = await openLab();
    namespace = await makeNamespace(lab.client);
    folder = await mkdtemp(path.join(os.tmpdir(), 'helm-home-'));
    helm = createHelm({
      folder,
      credentials: {
        command: process.execPath,
        args: [fileURLToPath(new URL('../helm/credential-helper.mjs', import.meta.url))],
      },
      environment: {
        ...process.env,
        PATH: `${path.resolve('node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      },
    });
    watched = new Namespace(lab, namespace.name);
  });
  afterAll(async () => {
    await watched.stop();
    await namespace.remove();
    await lab.transport.close();
    await rm(folder, { recursive: true });
  });

  test(
    'a service is installed, watched, read, entered, opened, healed, paused and removed',
    { timeout: 120_000 },
    async () => {
      const installed = await helm.install({
        ...target(),
        release: 'ide-1',
        chart: chart('1.1.0'),
        values: '{security: {password: s3cret-word}, persistence: {enabled: false}}',
      });
      expect(installed).toMatchObject({ name: 'ide-1', status: 'deployed', chart: { version: '1.1.0' } });
      await watched.until(() => watched.service('ide-1').state === 'ready');
      expect(watched.service('ide-1').service).toMatchObject({
        canOpen: true,
        canPause: true,
        hasPassword: true,
        cpu: 0.05,
      });

      const pod = (): Pod | undefined => watched.part<Pod>('pods').find(isPodReady);
      const release = decodeRelease(
        newestRevisions(watched.part<Secret>('secrets')).get('ide-1')?.data?.['release'] ?? '',
      );
      const open = openTarget(release, manifestObjects(release.manifest), watched.part<Pod>('pods'));
      expect(open).toEqual({ port: 8888, web: true, signIn: 'token', password: 's3cret-word' });

      const logs = followLogs(lab.client, { namespace: namespace.name, pod: 'ide-1-0' });
      for await (const batch of logs)
        if (batch.lines.some((line) => line.text.includes('listening on'))) break;

      const shell = await exec(lab.client, {
        namespace: namespace.name,
        pod: 'ide-1-0',
        command: ['sh', '-c', 'echo out; echo err >&2; cat; exit 3'],
      });
      shell.stdin.end('given');
      expect(await Promise.all([text(shell.stdout), text(shell.stderr), shell.exit])).toMatchObject([
        'out\ngiven',
        'err\n',
        { code: 3 },
      ]);

      const terminal = await exec(lab.client, {
        namespace: namespace.name,
        pod: 'ide-1-0',
        command: ['sh', '-c', 'read line; stty size'],
        tty: true,
      });
      terminal.resize(101, 37);
      terminal.stdin.write('\n');
      expect(await text(terminal.stdout)).toContain('37 101');

      const forward: Forward = createForward({
        findPod: () => {
          const ready = pod();
          return (
            ready && {
              name: ready.metadata?.name ?? '',
              uid: ready.metadata?.uid ?? '',
              port: open?.port ?? 0,
            }
          );
        },
        onPodChange: (listener) => watched.onChange(listener),
        connect: (to, signal) =>
          connectPort(lab.client, { namespace: namespace.name, pod: to.name, port: to.port, signal }),
        hold: 30_000,
      });
      try {
        const { port } = await forward.listen();
        expect(await get(port, '/hello', 's3cret-word')).toEqual({
          status: 200,
          body: 'hello from ide-1-0: /hello\n',
        });
        expect((await get(port, '/hello', 'wrong')).status).toBe(403);

        const first = pod()?.metadata?.uid;
        await lab.client.request('DELETE', `/api/v1/namespaces/${namespace.name}/pods/ide-1-0`);
        await watched.until(() => pod()?.metadata?.uid !== first);
        expect(await get(port, '/again', 's3cret-word')).toMatchObject({
          status: 200,
          body: 'hello from ide-1-0: /again\n',
        });
        expect(forward.status()).toMatchObject({ state: 'ready', generation: 1 });
      } finally {
        await forward.stop();
      }

      await helm.upgrade({
        ...target(),
        release: 'ide-1',
        chart: chart('1.1.0'),
        values: '{global: {suspend: true}}',
        reuseValues: true,
      });
      await watched.until(() => watched.service('ide-1').state === 'paused');
      expect((await helm.history({ ...target(), release: 'ide-1' })).map((one) => one.revision)).toEqual([
        1, 2,
      ]);
      await helm.rollback({ ...target(), release: 'ide-1', revision: 1 });
      await watched.until(() => watched.service('ide-1').state === 'ready');
      expect((await helm.list(target())).map((one) => [one.name, one.revision])).toEqual([['ide-1', 3]]);
      await helm.uninstall({ ...target(), release: 'ide-1' });
      await watched.until(() => watched.service('ide-1').state === 'gone');
    },
  );

  test(
    'a missing image, too many processors and a crash are told exactly',
    { timeout: 120_000 },
    async () => {
      const fails = async (id: string, values: object): Promise<unknown> => {
        await helm.install({
          ...target(),
          release: id,
          chart: chart(),
          values: JSON.stringify({ persistence: { enabled: false }, ...values }),
        });
        await watched.until(() => watched.service(id).state === 'failed');
        const { reason } = watched.service(id).service ?? {};
        await helm.uninstall({ ...target(), release: id });
        return reason;
      };
      expect(await fails('ide-2', { image: 'lab/absent:1' })).toMatchObject({
        kind: 'image-pull',
        values: { image: 'lab/absent:1' },
      });
      expect(
        await fails('ide-3', { resources: { requests: { cpu: '900' }, limits: { cpu: '900' } } }),
      ).toMatchObject({ kind: 'unschedulable', values: { missing: 'cpu', cpu: 900 } });
      expect(await fails('ide-4', { image: 'lab/debian:1' })).toMatchObject({ kind: 'crash-loop' });
    },
  );

  test('an install that the API refuses is a ghost, and the Failure says why without the secret', async () => {
    const refused = helm.install({
      ...target(),
      release: 'ide-5',
      chart: chart(),
      values: '{resources: {limits: {cpu: hello-secret}}}',
      secrets: ['hello-secret'],
    });
    await expect(refused).rejects.toMatchObject({
      data: { code: 'invalid-input', words: expect.stringContaining('quantities must match') as string },
    });
    await watched.until(() => watched.service('ide-5').state === 'ghost');
    await helm.uninstall({ ...target(), release: 'ide-5' });
    await watched.until(() => watched.service('ide-5').state === 'gone');
  });

  test('helm’s refusals are told apart', async () => {
    await expect(helm.uninstall({ ...target(), release: 'absent' })).rejects.toMatchObject({
      data: { code: 'not-found', reason: 'release-gone' },
    });
    await expect(
      helm.install({ ...target(), release: 'ide-6', chart: { ...chart(), name: 'absent' }, values: '{}' }),
    ).rejects.toMatchObject({ data: { code: 'not-found', reason: 'chart-gone' } });
    const nobody = {
      ...target(),
      access: {
        server: lab.access.server,
        certificateAuthority: lab.access.certificateAuthority ?? '',
        token: () => Promise.resolve('wrong'),
      },
    };
    await expect(helm.list(nobody)).rejects.toMatchObject({ data: { code: 'signed-out' } });
    const { certificateAuthority: _none, ...trusting } = lab.access;
    await expect(helm.list({ ...target(), access: trusting })).rejects.toMatchObject({
      data: { code: 'untrusted' },
    });
    const stop = new AbortController();
    stop.abort();
    await expect(helm.list({ ...target(), signal: stop.signal })).rejects.toMatchObject({
      data: { code: 'cancelled' },
    });
  });

  test('a cluster whose authority is not known is refused with the certificates that it shows', async () => {
    const stranger = createKubernetesClient({ server: lab.access.server }, lab.transport);
    await expect(stranger.request('GET', '/version')).rejects.toMatchObject({
      data: {
        code: 'untrusted',
        reason: 'certificate-unknown-authority',
        chain: [{ fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) as string }],
      },
    });
  });

  test(
    'the answer still comes long after our last word, and a closed port is a Failure',
    { timeout: 60_000 },
    async () => {
      const script =
        'import socket,time\ns=socket.create_server(("",9000))\nwhile True:\n c,_=s.accept()\n n=0\n while n<3000000:\n  b=c.recv(65536)\n  if not b: break\n  n+=len(b)\n if n: time.sleep(2); c.sendall(str(n).encode())\n c.close()';
      const body = {
        metadata: { name: 'count' },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: 'count',
              image: 'lab/debian:1',
              command: ['python3', '-c', script],
              readinessProbe: { tcpSocket: { port: 9000 }, periodSeconds: 1 },
            },
          ],
        },
      };
      await lab.client.request('POST', `/api/v1/namespaces/${namespace.name}/pods`, { body });
      await watched.until(() =>
        watched.part<Pod>('pods').some((one) => one.metadata?.name === 'count' && isPodReady(one)),
      );
      const to = { namespace: namespace.name, pod: 'count' };
      const counting = await connectPort(lab.client, { ...to, port: 9000 });
      counting.end(Buffer.alloc(3_000_000));
      expect(await text(counting)).toBe('3000000');
      const closed = await connectPort(lab.client, { ...to, port: 9999 });
      const failed = once(closed, 'end').catch((error: unknown) => error);
      closed.resume();
      expect(await failed).toMatchObject({
        data: { code: 'unreachable', reason: 'port-closed', values: { pod: 'count', port: 9999 } },
      });
    },
  );
});
