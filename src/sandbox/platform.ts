/** All servers of the sandbox, joined: who starts when, who checks whose tokens, and which fault goes where. */
import path from 'node:path';
import { existsSync } from 'node:fs';
import { startArgo } from './argo/argo.ts';
import { artifactBucket } from './argo/log-store.ts';
import type { ArgoServer } from './argo/server.ts';
import { trainingKeys } from './argo/training-keys.ts';
import { startChartRepository, type ChartRepository } from './charts/repository.ts';
import { readCodingCredentials } from './coding/credentials.ts';
import type { CodingCredentials, CodingServer } from './coding/server.ts';
import { watchConnections, type Connections } from './connections.ts';
import { startMlflow, type MlflowServer } from './mlflow/server.ts';
import { addSampleModel } from './mlflow/samples/sample-model.ts';
import type { MlflowCredentials } from './mlflow/security.ts';
import { createFaultGate, type FaultGate } from './faults.ts';
import { audiences } from './identity/clients.ts';
import { startIdentity, type Identity } from './identity/server.ts';
import { createAuthority, type Authority } from './kubernetes/authority.ts';
import { createFaults, type Faults } from './kubernetes/faults.ts';
import { startKubernetes, type Kubernetes } from './kubernetes/server.ts';
import { startNode, type SandboxNode } from './node/node.ts';
import { createHelm } from './onyxia/helm.ts';
import { onboard } from './onyxia/onboarding.ts';
import { readSchemaRegistry } from './onyxia/schemas.ts';
import { startOnyxia, type Onyxia } from './onyxia/server.ts';
import { projectsOf } from './onyxia/projects.ts';
import type { Addresses, RegionState } from './onyxia/region.ts';
import type { Person } from './people.ts';
import { atKeptPort, type Ports } from './ports.ts';
import { startS3, type S3Server } from './s3/server.ts';
import type { ArgoCd } from './serving/argo-cd-api.ts';
import { startServing } from './serving/serving.ts';
import { startTcpGate, type TcpGate } from './tcp-gate.ts';
import { startVault, type VaultServer } from './vault/server.ts';
import { bucketsOf } from './facts.ts';

/** Milliseconds that a server may take to stop before the next one is stopped all the same. */
const longestStop = 10_000;

const resources = path.join(import.meta.dirname, '../../resources/sandbox');

export const ingressDomain = 'sandbox.localhost';
export const vaultMount = 'onyxia-kv';
export const vaultRole = 'onyxia-user';
/** The group that deploys the coding API; its project, namespace and bucket have its name. */
const servingProject = 'projet-nace';

/** Whether a program is in one of the folders of a PATH (that of this process unless told). */
function hasCommand(name: string, search = process.env['PATH'] ?? ''): boolean {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  return search
    .split(path.delimiter)
    .some((folder) => folder !== '' && names.some((each) => existsSync(path.join(folder, each))));
}

/** The helm of the PATH, else the one that came with the packages. */
function helmProgram(): string {
  return hasCommand('helm') ? 'helm' : path.join(import.meta.dirname, '../../node_modules/.bin/helm');
}

export interface PlatformOptions {
  readonly folder: string;
  readonly ports: Ports;
  readonly people: readonly Person[];
  readonly accessTokenSeconds: number | undefined;
  /** The identity provider speaks https with the sandbox's own authority. */
  readonly secureIdentity: boolean;
  /** Makes every person's namespaces at the start, as an administrator might. */
  readonly onboarded: boolean;
  readonly region: RegionState;
  readonly gates: Gates;
  readonly log: (message: string) => void;
}

/** The faults in front of the servers that speak plain HTTP; they outlive a restart of the servers. */
export interface Gates {
  readonly identity: FaultGate;
  readonly onyxia: FaultGate;
  readonly s3: FaultGate;
  readonly vault: FaultGate;
  readonly charts: FaultGate;
  readonly coding: FaultGate;
  readonly mlflow: FaultGate;
  readonly argo: FaultGate;
}

/** Gates without faults. */
export function createGates(): Gates {
  return {
    identity: createFaultGate(),
    onyxia: createFaultGate(),
    s3: createFaultGate(),
    vault: createFaultGate(),
    charts: createFaultGate(),
    coding: createFaultGate(),
    mlflow: createFaultGate(),
    argo: createFaultGate(),
  };
}

export interface Platform {
  readonly authority: Authority;
  readonly identity: Identity;
  readonly kubernetes: Kubernetes;
  readonly clusterFaults: Faults;
  readonly clusterConnections: Connections;
  readonly node: SandboxNode;
  readonly s3: S3Server;
  readonly vault: VaultServer;
  readonly charts: ChartRepository;
  readonly coding: CodingServer;
  readonly argo: ArgoServer;
  readonly argoCd: ArgoCd;
  readonly codingCredentials: CodingCredentials;
  readonly mlflow: MlflowServer;
  readonly mlflowCredentials: MlflowCredentials;
  readonly onyxia: Onyxia;
  readonly ingress: TcpGate;
  readonly ingressUrl: string;
  readonly adminKubeconfig: string;
  readonly withJupyter: boolean;
  stop(): Promise<void>;
}

const portOfUrl = (started: { url: string }) => Number(new URL(started.url).port);

/** Starts everything on 127.0.0.1, at the ports of the last time. On a failure what was started is stopped again. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { folder, ports, people, gates, region, log } = options;
  const started: [name: string, stop: () => Promise<void>][] = [];
  const stop = async () => {
    for (const [name, end] of started.splice(0).toReversed()) {
      const late = AbortSignal.timeout(longestStop);
      const given = new Promise<'late'>((resolve) => late.addEventListener('abort', () => resolve('late')));
      if ((await Promise.race([end(), given])) === 'late')
        log(`${name} did not stop within ${longestStop} ms`);
    }
  };
  const keep = async <T extends { stop(): Promise<void> }>(
    name: string,
    starting: Promise<T>,
  ): Promise<T> => {
    const server = await starting;
    started.push([name, () => server.stop()]);
    return server;
  };
  try {
    return await startAll();
  } catch (error) {
    await stop();
    throw error;
  }

  async function startAll(): Promise<Platform> {
    const authority = await createAuthority(path.join(folder, 'authority'));
    const identity = await keep(
      'identity',
      startIdentity({
        folder: path.join(folder, 'identity'),
        port: ports.wished('identity'),
        people,
        faults: gates.identity,
        ...(options.accessTokenSeconds === undefined
          ? {}
          : { accessTokenSeconds: options.accessTokenSeconds }),
        ...(options.secureIdentity ? { tls: authority.signServer() } : {}),
      }),
    );
    ports.keep('identity', identity.port);
    const verify = (audience: string) => (token: string) =>
      identity.verifyAccessToken(token, audience).catch(() => undefined);

    const codingCredentials = readCodingCredentials(folder);
    // Drawn in the same way, and kept beside the runs.
    const mlflowCredentials = readCodingCredentials(path.join(folder, 'mlflow'));
    const serviceKeys = trainingKeys(path.join(folder, 's3'), people);
    const clusterFaults = createFaults();
    // `jupyter lab` needs both: the command, and the one that it leads to.
    const withJupyter = hasCommand('jupyter') && hasCommand('jupyter-lab');
    const starting = [
      keep(
        'kubernetes',
        atKeptPort(
          ports,
          'kubernetes',
          (port) =>
            startKubernetes({
              folder: path.join(folder, 'kubernetes'),
              port,
              authority,
              verifyToken: verify(audiences.kubernetes),
              faults: clusterFaults,
            }),
          portOfUrl,
        ),
      ),
      keep(
        's3',
        atKeptPort(
          ports,
          's3',
          (port) =>
            startS3({
              folder: path.join(folder, 's3'),
              port,
              verifyToken: verify(audiences.s3),
              buckets: [...bucketsOf(people), { name: artifactBucket, owners: [] }],
              serviceKeys: serviceKeys.values(),
              faults: gates.s3.handle,
              // A laptop whose clock is wrong sees another time everywhere: in `Date`, and in what is refused as too old.
              now: () => Date.now() + (gates.s3.current?.clockSkewSeconds ?? 0) * 1000,
            }),
          portOfUrl,
        ),
      ),
      keep(
        'vault',
        atKeptPort(
          ports,
          'vault',
          (port) =>
            startVault({
              folder: path.join(folder, 'vault'),
              port,
              verifyToken: verify(audiences.vault),
              mount: vaultMount,
              role: vaultRole,
              faults: gates.vault.handle,
            }),
          portOfUrl,
        ),
      ),
      keep(
        'charts',
        startChartRepository({
          folder: path.join(resources, 'charts'),
          port: ports.wished('charts'),
          needs: withJupyter ? { 'jupyter-python': undefined } : {},
          faults: gates.charts,
        }),
      ),
      keep(
        'mlflow',
        startMlflow({
          folder: path.join(folder, 'mlflow'),
          port: ports.wished('mlflow'),
          credentials: mlflowCredentials,
          faults: gates.mlflow,
          log,
        }),
      ),
    ] as const;
    // All of them settle first, so that a failure of one leaves none behind.
    await Promise.allSettled(starting);
    const [kubernetes, s3, vault, charts, mlflow] = await Promise.all(starting);
    ports.keep('charts', charts.port);
    ports.keep('mlflow', mlflow.port);
    started.push(['sample model', addSampleModel({ mlflow, programs: path.join(resources, 'models'), log })]);
    const clusterConnections = watchConnections(portOfUrl(kubernetes));
    started.push(['connections', async () => clusterConnections.stop()]);
    const adminKubeconfig = path.join(folder, 'admin.kubeconfig');
    await kubernetes.adminKubeconfig(adminKubeconfig);

    const node = await startNode({
      store: kubernetes.store,
      folder: path.join(folder, 'node'),
      ingressDomain,
      log,
    });
    started.push(['node', () => node.stop()]);
    kubernetes.attach(node.agent);
    const ingress = await keep(
      'ingress',
      startTcpGate(portOfUrl({ url: node.ingressUrl }), ports.wished('ingress')),
    );
    ports.keep('ingress', ingress.port);

    const addresses: Addresses = {
      issuer: identity.issuer,
      kubernetes: kubernetes.url,
      s3: s3.url,
      vault: vault.url,
      vaultMount,
      vaultRole,
      ingressDomain,
      ingressPort: ingress.port,
    };
    prepareNamespaces(kubernetes, options);
    const argo = await keep(
      'argo',
      startArgo({
        port: ports.wished('argo'),
        store: kubernetes.store,
        node,
        s3,
        mlflow: mlflow.url,
        keys: serviceKeys,
        verifyToken: verify(audiences.kubernetes),
        faults: gates.argo,
        log,
      }),
    );
    ports.keep('argo', argo.port);
    const { coding, argoCd } = await keep(
      'serving',
      startServing({
        folder: path.join(folder, 'serving'),
        store: kubernetes.store,
        agent: node.agent,
        ports: { coding: ports.wished('coding'), argoCd: ports.wished('argo-cd') },
        project: servingProject,
        mlflow: { url: mlflow.url, ...mlflowCredentials },
        verifyToken: verify(audiences.kubernetes),
        signIn: (name, password) =>
          people
            .filter((person) => person.name === name && person.password === password)
            .map(({ groups }) => ({ name, groups: [...groups] }))[0],
        keep: (key, bytes) => s3.keep(servingProject, key, 'application/vnd.apache.parquet', bytes),
        credentials: codingCredentials,
        faults: gates.coding,
        log,
      }),
    );
    ports.keep('coding', coding.port);
    ports.keep('argo-cd', argoCd.port);
    const onyxia = await keep(
      'onyxia',
      startOnyxia({
        port: ports.wished('onyxia'),
        certificateAuthority: authority.certificate,
        verifyAccessToken: identity.verifyAccessToken,
        faults: gates.onyxia,
        platform: {
          addresses,
          region,
          started: new Date(),
          catalogs: charts.catalogs,
          registry: readSchemaRegistry(path.join(resources, 'schemas'), { ingressPort: ingress.port }),
          store: kubernetes.store,
          helm: createHelm({ folder, kubeconfig: adminKubeconfig, program: helmProgram(), log }),
          node: node.agent,
          log,
          clusterAnswers: () => clusterFaults.failNext === undefined,
        },
      }),
    );
    ports.keep('onyxia', onyxia.port);
    const ingressUrl = `http://127.0.0.1:${ingress.port}`;
    return {
      authority,
      identity,
      kubernetes,
      clusterFaults,
      clusterConnections,
      node,
      s3,
      vault,
      charts,
      coding,
      argo,
      argoCd,
      codingCredentials,
      mlflow,
      mlflowCredentials,
      onyxia,
      ingress,
      ingressUrl,
      adminKubeconfig,
      withJupyter,
      stop,
    };
  }
}

/** The namespaces of groups, which an administrator makes; those of people come with their onboarding. */
function prepareNamespaces(kubernetes: Kubernetes, options: PlatformOptions): void {
  for (const { name, groups } of options.people) {
    for (const project of projectsOf({ name, groups: [...groups] })) {
      if (project.group !== undefined) {
        onboard(kubernetes.store, project.namespace, { kind: 'Group', name: project.group }, undefined);
      } else if (options.onboarded) {
        onboard(kubernetes.store, project.namespace, { kind: 'User', name }, options.region.quota);
      }
    }
  }
}
