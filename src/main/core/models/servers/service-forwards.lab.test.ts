import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import { createKubernetesClient } from '../../platform/kubernetes/client.ts';
import { fromKubeconfig } from '../../platform/kubernetes/kubeconfig.ts';
import { directTransport, type DirectTransport } from '../../platform/kubernetes/testing/direct-transport.ts';
import { lab, labFacts } from '../../platform/oidc/testing/lab.ts';
import { startLaptop, type TestLaptop } from '../testing/laptop.ts';

const { signal } = new AbortController();

/** Passes every connection on to the lab's MLflow, as pods reach it. */
const relay = `
use IO::Socket::INET; use IO::Select;
$SIG{CHLD} = 'IGNORE';
my $listen = IO::Socket::INET->new(LocalPort => 5000, Listen => 16, ReuseAddr => 1) or die $!;
while (my $one = $listen->accept) {
  next if fork;
  my $other = IO::Socket::INET->new(PeerAddr => '10.10.0.1:15000') or exit;
  my $both = IO::Select->new($one, $other);
  while (my @ready = $both->can_read) {
    for my $from (@ready) {
      sysread($from, my $bytes, 65536) or exit;
      syswrite($from == $one ? $other : $one, $bytes);
    }
  }
}`;

describe.skipIf(!lab)('MLflow as a service of the lab (needs SARDONYX_LAB)', () => {
  const namespace = 'user-alice';
  const service = `mlflow-${randomBytes(3).toString('hex')}`;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  let transport: DirectTransport;
  let cluster: KubernetesClient;
  let laptop: TestLaptop;

  const start = (name: string) =>
    cluster.request('POST', pods, {
      body: {
        metadata: { name, labels: { 'app.kubernetes.io/instance': service } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: 'mlflow',
              image: 'lab/debian:1',
              imagePullPolicy: 'Never',
              command: ['perl', '-e', relay],
              ports: [{ containerPort: 5000 }],
              readinessProbe: { tcpSocket: { port: 5000 }, periodSeconds: 1 },
              resources: {
                requests: { cpu: '10m', memory: '16Mi' },
                limits: { cpu: '500m', memory: '128Mi' },
              },
            },
          ],
        },
      },
    });

  beforeAll(async () => {
    const file = labFacts().kubernetes.adminKubeconfig;
    transport = directTransport();
    const access = await fromKubeconfig(await readFile(file, 'utf8'), { folder: path.dirname(file) });
    cluster = createKubernetesClient(access, transport);
    laptop = await startLaptop(undefined, { cluster, namespace });
    await start(`${service}-1`);
  });
  afterAll(async () => {
    await laptop?.[Symbol.asyncDispose]();
    await cluster.request('DELETE', pods, {
      query: { labelSelector: `app.kubernetes.io/instance=${service}` },
    });
    await transport.close();
  });

  test('is asked through a forward, by a name that it lets in, also after its pod was replaced', async () => {
    const { id } = await laptop.servers.handlers.addModelServer(
      { name: 'Of the team', reach: { kind: 'service', service }, signIn: { kind: 'none' } },
      { signal },
    );
    const client = await laptop.servers.mlflowOf(id);
    expect(await client.version()).toMatch(/^3\./);
    expect((await client.searchModels()).values.map(({ name }) => name)).toContain('nace-classifier');
    await cluster.request('DELETE', `${pods}/${service}-1`);
    await start(`${service}-2`);
    expect((await client.model('nace-classifier')).aliases).toContainEqual({
      alias: 'champion',
      version: '2',
    });
  });
});
