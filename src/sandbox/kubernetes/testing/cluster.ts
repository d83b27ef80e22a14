/** A cluster in a folder of its own, with one person, for tests. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { createAuthority } from '../authority.ts';
import { startKubernetes, type Kubernetes } from '../server.ts';
import { startSmallNode, type SmallNode } from './small-node.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body as JSON. */
  json: <T = Record<string, unknown>>() => T;
}

export interface TestCluster {
  folder: string;
  kubernetes: Kubernetes;
  node: SmallNode;
  /** One request as bob, or with another token. */
  call(
    method: string,
    address: string,
    options?: { body?: unknown; headers?: Record<string, string>; token?: string },
  ): Promise<Answer>;
  /** Runs helm or kubectl; rejects with what it printed when it fails. */
  run(program: 'helm' | 'kubectl', ...parameters: string[]): Promise<string>;
  start(program: 'helm' | 'kubectl', ...parameters: string[]): ChildProcess;
  /** Stops and starts the cluster again in the same folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const namespaces = [
  {
    name: 'user-bob',
    administrators: { users: ['bob'] },
    quota: { 'limits.cpu': '40', 'limits.memory': '12Gi', 'requests.cpu': '4', 'requests.memory': '4Gi' },
  },
  { name: 'user-alice', administrators: { users: ['alice'] } },
  { name: 'projet-nace', administrators: { groups: ['nace'] } },
];
const people: Record<string, { name: string; groups: string[] }> = {
  'bob-token': { name: 'bob', groups: ['nace'] },
  'alice-token': { name: 'alice', groups: [] },
};

/** Starts a cluster with bob (namespace `user-bob` with a quota), alice and a small node. */
export async function startTestCluster(options: { historySize?: number } = {}): Promise<TestCluster> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sandbox-kubernetes-'));
  const authority = await createAuthority(path.join(folder, 'authority'));
  const kubeconfig = path.join(folder, 'kubeconfig');
  const begin = async () => {
    const kubernetes = await startKubernetes({
      folder: path.join(folder, 'cluster'),
      port: 0,
      authority,
      verifyToken: async (token) => people[token],
      namespaces,
      ...options,
    });
    const node = await startSmallNode(kubernetes.store);
    kubernetes.attach(node.agent);
    await kubernetes.adminKubeconfig(kubeconfig);
    return { kubernetes, node };
  };
  let current = await begin();
  const end = async () => {
    await current.kubernetes.stop();
    await current.node.stop();
  };
  const environment = () => ({
    ...process.env,
    PATH: `${path.resolve('node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    KUBECONFIG: kubeconfig,
    HOME: folder,
    HELM_NO_PLUGINS: '1',
  });
  return {
    folder,
    get kubernetes() {
      return current.kubernetes;
    },
    get node() {
      return current.node;
    },
    call: (method, address, { body, headers = {}, token = 'bob-token' } = {}) =>
      new Promise((resolve, reject) => {
        const outgoing = request(
          `${current.kubernetes.url}${address}`,
          {
            method,
            ca: authority.certificate,
            agent: false,
            headers: {
              ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
              ...headers,
            },
          },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
            const done = () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                text,
                json: () => JSON.parse(text),
              });
            // A connection that is cut in mid-answer still shows what came.
            response.on('close', done);
          },
        );
        outgoing.on('error', reject);
        outgoing.end(
          body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
            ? body
            : JSON.stringify(body),
        );
      }),
    run: (program, ...parameters) =>
      new Promise((resolve, reject) => {
        execFile(program, parameters, { env: environment(), timeout: 25_000 }, (error, stdout, stderr) => {
          if (error) reject(new Error(`${program} ${parameters.join(' ')}: ${stderr}${stdout}`));
          else resolve(stdout);
        });
      }),
    start: (program, ...parameters) => spawn(program, parameters, { env: environment() }),
    restart: async () => {
      await end();
      current = await begin();
    },
    stop: async () => {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
