import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { at, fieldsOf } from '../../kubernetes/shape.ts';
import {
  containerStatus,
  execStreams,
  namespace,
  podOf,
  quickPace,
  ready,
  serving,
  startCluster,
  statefulSetOf,
  textFrom,
  type TestCluster,
} from '../testing/cluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.stop());

const never = () => new AbortController().signal;

async function get(pod: string, port: number, route: string): Promise<string> {
  const found = cluster.pod(pod);
  if (found === undefined) throw new Error(`no pod ${pod}`);
  const connection = await cluster.node.agent.connect(found, port);
  connection.write(`GET ${route} HTTP/1.0\r\n\r\n`);
  return textFrom(connection);
}

test('a StatefulSet gets a pod that really serves, and whose log and commands are real', async () => {
  cluster.store.create(statefulSetOf('ide', serving('hello from ')));
  const pod = await cluster.until('ide-0 ready', () => ready(cluster.pod('ide-0')) && cluster.pod('ide-0'));
  expect(at(pod, 'status', 'phase')).toBe('Running');
  expect(await get('ide-0', 8888, '/work')).toContain('hello from /work');

  const log = await cluster.node.agent.logs(
    pod,
    { container: 'main', follow: false, previous: false, timestamps: false },
    never(),
  );
  expect(await textFrom(log)).toBe('listening\n');

  const { streams, collected } = execStreams('from outside\n');
  const code = await cluster.node.agent.exec(
    pod,
    { container: 'main', command: ['sh', '-c', 'cat; echo $HOSTNAME; echo no >&2; exit 3'], tty: false },
    streams,
    never(),
  );
  expect({ code, ...collected }).toEqual({ code: 3, stdout: 'from outside\nide-0\n', stderr: 'no\n' });
});

test('a port that no container declares is refused in the words of the kubelet', async () => {
  const pod = cluster.pod('ide-0');
  await expect(cluster.node.agent.connect(pod!, 9999)).rejects.toThrow(
    /failed to connect to localhost:9999 inside namespace ".+".*connection refused/,
  );
});

test('a program that is killed comes back in the same pod, and its last log can be read', async () => {
  const pod = cluster.pod('ide-0')!;
  expect(cluster.node.killPod(namespace, 'ide-0')).toBe(true);
  expect(cluster.node.killPod(namespace, 'nobody')).toBe(false);
  const after = await cluster.until(
    'restarted',
    () =>
      containerStatus(cluster.pod('ide-0'))['restartCount'] === 1 &&
      ready(cluster.pod('ide-0')) &&
      cluster.pod('ide-0'),
  );
  expect(after.metadata.uid).toBe(pod.metadata.uid);
  expect(at(containerStatus(after), 'lastState', 'terminated')).toMatchObject({
    exitCode: 137,
    reason: 'Error',
  });
  expect(await get('ide-0', 8888, '/again')).toContain('hello from /again');
  const previous = await cluster.node.agent.logs(
    after,
    { container: 'main', follow: false, previous: true, timestamps: true },
    never(),
  );
  expect(await textFrom(previous)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z listening\n$/);
});

test('a deleted pod gets its grace period and is replaced by one of the same name', async () => {
  const trap = `trap 'echo asked; sleep 0.3; echo done > ended; exit 0' TERM; echo up; while :; do sleep 0.05; done`;
  cluster.store.create(
    statefulSetOf(
      'graceful',
      {
        command: ['sh', '-c', trap],
        volumeMounts: [{ name: 'work', mountPath: '/home/work' }],
        workingDir: '/home/work',
      },
      {
        volumeClaimTemplates: [
          {
            metadata: { name: 'work' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
      { terminationGracePeriodSeconds: 10 },
    ),
  );
  const first = await cluster.until(
    'graceful-0',
    () => ready(cluster.pod('graceful-0')) && cluster.pod('graceful-0'),
  );
  const follow = await cluster.node.agent.logs(
    first,
    { container: 'main', follow: true, previous: false, timestamps: false },
    never(),
  );
  await new Promise((resolve) => follow.once('readable', resolve));
  cluster.store.delete('pods', namespace, 'graceful-0');
  expect(cluster.pod('graceful-0')?.metadata.deletionTimestamp).toBeDefined();
  expect(await textFrom(follow)).toBe('up\nasked\n');
  const second = await cluster.until('a new pod', () => {
    const pod = cluster.pod('graceful-0');
    return pod !== undefined && pod.metadata.uid !== first.metadata.uid && ready(pod) && pod;
  });
  const claim = cluster.store.get('persistentvolumeclaims', namespace, 'work-graceful-0')!;
  expect(readFileSync(path.join(cluster.folder, 'claims', claim.metadata.uid, 'ended'), 'utf8')).toBe(
    'done\n',
  );
  expect(existsSync(path.join(cluster.folder, 'pods', second.metadata.uid))).toBe(true);
  const reasons = cluster.events('graceful').map(({ message }) => message);
  expect(reasons).toContain('Create Claim work-graceful-0 Pod graceful-0 in StatefulSet graceful success');
});

test('a deleted pod can still be seen when its containers have ended, and whoever watches from then on is told that it left', async () => {
  const slow = await startCluster({ pace: { ...quickPace, leave: 3_600_000 } });
  onTestFinished(() => slow.stop());
  slow.store.create(statefulSetOf('seen', serving('')));
  const first = await slow.until('seen-0', () => ready(slow.pod('seen-0')) && slow.pod('seen-0'));
  slow.store.delete('pods', namespace, 'seen-0');
  await slow.until('its end', () => at(containerStatus(slow.pod('seen-0')), 'state', 'terminated'));
  // A pod that comes up meanwhile leaves all the time that a successor would need.
  slow.store.create(podOf('meanwhile', serving('')));
  await slow.until('meanwhile', () => ready(slow.pod('meanwhile')));
  expect(slow.pod('seen-0')?.metadata.uid).toBe(first.metadata.uid);

  const told: string[] = [];
  slow.store.watch(({ type, object }) => {
    if (object.metadata.uid === first.metadata.uid) told.push(type);
  });
  slow.store.delete('pods', namespace, 'seen-0', { gracePeriodSeconds: 0 });
  const successor = await slow.until('its successor', () => ready(slow.pod('seen-0')) && slow.pod('seen-0'));
  expect(successor.metadata.uid).not.toBe(first.metadata.uid);
  expect(told).toEqual(['DELETED']);
});

test('a program that does not heed SIGTERM is killed after the grace period, with all it started', async () => {
  cluster.store.create(
    podOf(
      'stubborn',
      { command: ['sh', '-c', `trap '' TERM; sleep 1000 & echo $! ; wait; while :; do sleep 1; done`] },
      { terminationGracePeriodSeconds: 1 },
    ),
  );
  const pod = await cluster.until(
    'stubborn',
    () => ready(cluster.pod('stubborn')) && cluster.pod('stubborn'),
  );
  const log = await cluster.node.agent.logs(
    pod,
    { container: 'main', follow: true, previous: false, timestamps: false },
    never(),
  );
  const child = Number(String(await new Promise((resolve) => log.once('data', resolve))));
  expect(isAlive(child)).toBe(true);
  cluster.store.delete('pods', namespace, 'stubborn');
  await cluster.until('stubborn gone', () => cluster.pod('stubborn') === undefined);
  await until(() => !isAlive(child));
});

test('a claim keeps its folder when the pod is replaced, and loses it only with itself', async () => {
  const { store } = cluster;
  store.create({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'notes', namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  const claim = await cluster.until(
    'bound',
    () =>
      at(store.get('persistentvolumeclaims', namespace, 'notes'), 'status', 'phase') === 'Bound' &&
      store.get('persistentvolumeclaims', namespace, 'notes'),
  );
  const folder = path.join(cluster.folder, 'claims', claim.metadata.uid);
  const writer = (text: string) =>
    podOf(
      'writer',
      {
        command: [
          'sh',
          '-c',
          `cat "$SANDBOX_MOUNT_WORK/note"; echo ${text} >> "$SANDBOX_MOUNT_WORK/note"; sleep 100`,
        ],
        volumeMounts: [{ name: 'work', mountPath: '/home/work' }],
      },
      {
        terminationGracePeriodSeconds: 0,
        volumes: [{ name: 'work', persistentVolumeClaim: { claimName: 'notes' } }],
      },
    );
  for (const text of ['one', 'two']) {
    store.create(writer(text));
    await cluster.until('written', () => ready(cluster.pod('writer')));
    await until(
      () =>
        existsSync(path.join(folder, 'note')) &&
        readFileSync(path.join(folder, 'note'), 'utf8').endsWith(`${text}\n`),
    );
    store.delete('pods', namespace, 'writer');
    await cluster.until('gone', () => cluster.pod('writer') === undefined);
  }
  expect(readFileSync(path.join(folder, 'note'), 'utf8')).toBe('one\ntwo\n');
  store.delete('persistentvolumeclaims', namespace, 'notes');
  await cluster.until(
    'claim gone',
    () => store.get('persistentvolumeclaims', namespace, 'notes') === undefined,
  );
  await until(() => !existsSync(folder));
  expect(store.get('persistentvolumes', undefined, `pvc-${claim.metadata.uid}`)).toBeUndefined();
});

test('init containers run first, one after the other, and env comes from Secrets, ConfigMaps and the pod itself', async () => {
  const { store } = cluster;
  store.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login', namespace },
    data: { PASSWORD: Buffer.from('s3cret').toString('base64') },
  });
  store.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace },
    data: { mode: 'quiet', 'file.txt': 'content' },
  });
  const mount = [
    { name: 'shared', mountPath: '/shared' },
    { name: 'conf', mountPath: '/etc/conf' },
  ];
  const shell = (script: string) => ({
    image: 'sandbox/program:1',
    command: ['sh', '-c', script],
    volumeMounts: mount,
  });
  store.create(
    podOf(
      'initialised',
      {
        ...shell(
          'cat $SANDBOX_ROOT/shared/order $SANDBOX_ROOT/etc/conf/file.txt; echo; echo "$PASSWORD $MODE $NAME $GREETING $HOME"',
        ),
        env: [
          { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'PASSWORD' } } },
          { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode' } } },
          { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'GREETING', value: 'hello $(NAME)' },
        ],
      },
      {
        restartPolicy: 'Never',
        initContainers: [
          { name: 'first', ...shell('echo first >> $SANDBOX_ROOT/shared/order') },
          { name: 'second', ...shell('echo second >> $SANDBOX_ROOT/shared/order') },
        ],
        volumes: [
          { name: 'shared', emptyDir: {} },
          { name: 'conf', configMap: { name: 'settings' } },
        ],
      },
    ),
  );
  const pod = await cluster.until(
    'succeeded',
    () => at(cluster.pod('initialised'), 'status', 'phase') === 'Succeeded' && cluster.pod('initialised'),
  );
  const log = await cluster.node.agent.logs(
    pod,
    { container: 'main', follow: false, previous: false, timestamps: false },
    never(),
  );
  expect(await textFrom(log)).toBe(
    `first\nsecond\ncontent\ns3cret quiet initialised hello initialised ${path.join(cluster.folder, 'pods', pod.metadata.uid, 'root')}\n`,
  );
});

test('a terminal has a size and line editing, where the machine has the command script', async () => {
  const pod = cluster.pod('ide-0')!;
  const { streams, collected } = execStreams();
  const code = await cluster.node.agent.exec(
    pod,
    { container: 'main', command: ['sh', '-c', 'test -t 1 && stty size; exit 4'], tty: true },
    streams,
    never(),
  );
  expect(code).toBe(4);
  expect(collected.stdout).toContain('24 80');
});

test('a terminal can be typed into, and takes a new size', async () => {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  let resize: (size: { columns: number; rows: number }) => void = () => undefined;
  let shown = '';
  const showing = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!shown.includes(text)) return;
        stdout.off('data', look);
        resolve();
      };
      stdout.on('data', look);
      look();
    });
  stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const streams = {
    stdin,
    stdout,
    stderr: new PassThrough(),
    onResize: (listener: typeof resize) => void (resize = listener),
  };
  const code = cluster.node.agent.exec(
    cluster.pod('ide-0')!,
    { container: 'main', command: ['sh', '-i'], tty: true },
    streams,
    never(),
  );
  resize({ columns: 100, rows: 30 });
  stdin.write('until [ "$(stty size)" = "30 100" ]; do sleep 0.02; done\n');
  stdin.write('echo "sum $((6 * 7))"\n');
  await showing('sum 42');
  resize({ columns: 132, rows: 43 });
  stdin.write('until [ "$(stty size)" = "43 132" ]; do sleep 0.02; done; echo "now $(stty size)"\n');
  await showing('now 43 132');
  // Who says so himself is the terminal's foreground by then, so that the interrupt reaches him.
  stdin.write("sh -c 'echo begun; exec sleep 1000'\n");
  await showing('begun\r\n');
  stdin.write('\u0003');
  // An interrupt throws away what was typed after it: first the shell must be back.
  await showing('^C\r\n');
  stdin.write('exit 7\n');
  expect(await code).toBe(7);
});

test('a command that does not exist is refused in the words of the runtime', async () => {
  const refused = cluster.node.agent.exec(
    cluster.pod('ide-0')!,
    { container: 'main', command: ['no-such-command'], tty: false },
    execStreams().streams,
    never(),
  );
  await expect(refused).rejects.toMatchObject({
    code: 500,
    message: expect.stringContaining('exec: "no-such-command": executable file not found in $PATH') as string,
  });
});

test('after a restart of the node the pods begin anew over the same folders', async () => {
  const before = cluster.pod('ide-0')!;
  await cluster.restartNode();
  const after = await cluster.until(
    'ide-0 again',
    () =>
      Number(containerStatus(cluster.pod('ide-0'))['restartCount']) >
        Number(containerStatus(before)['restartCount']) &&
      ready(cluster.pod('ide-0')) &&
      cluster.pod('ide-0'),
  );
  expect(after.metadata.uid).toBe(before.metadata.uid);
  expect(fieldsOf(at(containerStatus(after), 'lastState', 'terminated'))['reason']).toBe('Unknown');
  expect(await get('ide-0', 8888, '/still')).toContain('hello from /still');
});

/** Files do not tell of themselves: looks every 20 ms. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Whether a process runs; one that ended but was not yet asked for its exit code (a zombie) does not. */
function isAlive(pid: number): boolean {
  const stat = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return stat !== '' && !stat.startsWith('Z');
}
