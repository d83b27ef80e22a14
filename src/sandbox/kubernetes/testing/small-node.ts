/** A small node for tests of the API server: stateful sets get their pods at once, pods answer on a real port, commands really run. */
import { spawn } from 'node:child_process';
import { createServer, connect as connectTo, type AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import type { KubernetesObject, NodeAgent } from '../model.ts';
import type { ClusterStore } from '../object-store.ts';
import { at, fieldsOf, listOf, numberOf } from '../shape.ts';
import { badRequest } from '../status.ts';

export interface SmallNode {
  agent: NodeAgent;
  /** Prints a line in every log that is followed. */
  print(line: string): void;
  stop(): Promise<void>;
}

/** Starts it on a store. Every container port leads to one server that sends back what it receives. */
export async function startSmallNode(store: ClusterStore): Promise<SmallNode> {
  const echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.pipe(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const echoPort = (echo.address() as AddressInfo).port;
  const followers = new Set<PassThrough>();
  const lines = ['listening on http://0.0.0.0:8888/?token=abc'];

  const run = (pod: KubernetesObject) => {
    const { name, namespace } = pod.metadata;
    store.modify('pods', namespace, name, (draft) => {
      fieldsOf(draft['spec'])['nodeName'] = 'sandbox';
    });
    store.recordEvent(pod, {
      type: 'Normal',
      reason: 'Started',
      message: 'Container started',
      component: 'kubelet',
    });
    store.modify(
      'pods',
      namespace,
      name,
      (draft) => {
        const now = draft.metadata.creationTimestamp;
        const condition = (type: string) => ({
          type,
          status: 'True',
          lastProbeTime: null,
          lastTransitionTime: now,
        });
        draft['status'] = {
          ...fieldsOf(draft['status']),
          phase: 'Running',
          podIP: '10.1.0.1',
          startTime: now,
          conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
          containerStatuses: listOf(at(draft, 'spec', 'containers')).map((container) => ({
            name: container['name'],
            image: container['image'],
            imageID: '',
            ready: true,
            started: true,
            restartCount: 0,
            lastState: {},
            state: { running: { startedAt: now } },
          })),
        };
      },
      { subresource: 'status' },
    );
  };

  const reconcile = (set: KubernetesObject) => {
    const { name, namespace, uid } = set.metadata;
    const replicas = numberOf(at(set, 'spec', 'replicas')) ?? 0;
    const template = fieldsOf(at(set, 'spec', 'template'));
    const podName = `${name}-0`;
    const pod = store.get('pods', namespace, podName);
    if (replicas > 0 && pod === undefined) {
      store.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          ...fieldsOf(template['metadata']),
          name: podName,
          ...(namespace === undefined ? {} : { namespace }),
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid, controller: true }],
        },
        spec: template['spec'],
      });
    } else if (replicas === 0 && pod !== undefined) store.delete('pods', namespace, podName);
    store.modify(
      'statefulsets',
      namespace,
      name,
      (draft) => {
        draft['status'] = {
          observedGeneration: draft.metadata.generation,
          replicas,
          readyReplicas: replicas,
          currentReplicas: replicas,
          updatedReplicas: replicas,
          availableReplicas: replicas,
          currentRevision: `${name}-1`,
          updateRevision: `${name}-1`,
          collisionCount: 0,
        };
      },
      { subresource: 'status' },
    );
  };

  const stopWatching = store.watch(({ type, resource, object }) => {
    const { name, namespace } = object.metadata;
    if (resource.plural === 'statefulsets' && type !== 'DELETED') reconcile(object);
    if (resource.plural === 'persistentvolumeclaims' && type === 'ADDED') {
      const status = { phase: 'Bound', capacity: at(object, 'spec', 'resources', 'requests') };
      store.update({ ...object, status }, { subresource: 'status' });
    }
    if (resource.plural !== 'pods' || type === 'DELETED') return;
    if (type === 'ADDED') run(object);
    else if (object.metadata.deletionTimestamp !== undefined) {
      store.delete('pods', namespace, name, { gracePeriodSeconds: 0 });
    }
  });

  const agent: NodeAgent = {
    logs: async (_pod, options, signal) => {
      const shown =
        options.tailLines === undefined
          ? lines
          : options.tailLines === 0
            ? []
            : lines.slice(-options.tailLines);
      const text = shown.map((line) => `${line}\n`).join('');
      if (!options.follow) return Readable.from([Buffer.from(text)]);
      const stream = new PassThrough();
      if (text !== '') stream.write(text);
      followers.add(stream);
      signal.addEventListener('abort', () => {
        followers.delete(stream);
        stream.end();
      });
      return stream;
    },
    exec: (_pod, options, streams, signal) =>
      new Promise((resolve, reject) => {
        const [program = '', ...rest] = options.command;
        const child = spawn(program, rest, { signal });
        child.on('error', (error) => reject(badRequest(error.message)));
        streams.stdin.pipe(child.stdin);
        child.stdin.on('error', () => undefined);
        child.stdout.pipe(streams.stdout, { end: false });
        child.stderr.pipe(streams.stderr, { end: false });
        streams.onResize((size) => streams.stdout.write(`size ${size.columns}x${size.rows}\n`));
        child.on('close', (code) => resolve(code ?? 137));
      }),
    connect: (_pod, port) =>
      new Promise((resolve, reject) => {
        if (port !== 8888) {
          reject(
            new Error(`failed to connect to localhost:${port} inside namespace "test", connection refused`),
          );
          return;
        }
        const socket = connectTo({ port: echoPort, host: '127.0.0.1', allowHalfOpen: true });
        socket.once('connect', () => resolve(socket)).once('error', reject);
      }),
  };
  return {
    agent,
    print: (line) => {
      lines.push(line);
      for (const follower of followers) follower.write(`${line}\n`);
    },
    stop: async () => {
      stopWatching();
      for (const follower of followers) follower.end();
      await new Promise((resolve) => echo.close(resolve));
    },
  };
}
