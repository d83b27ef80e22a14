/** A running sandbox: its servers, its facts, and the address by which tests make things go wrong. */
import path from 'node:path';
import { trainingImage, trainingSecret, workflowAccount } from './argo/training-place.ts';
import { usualState } from './coding/server.ts';
import { startAdmin, type FaultRequest, type KillRequest } from './admin.ts';
import { defaultFolder, takeFolder } from './folder.ts';
import { httpFault, type HttpFault } from './faults.ts';
import { peopleFacts, runnableImages, type SandboxFacts } from './facts.ts';
import { sampleModelName } from './mlflow/samples/sample-model.ts';
import { usualMlflowState } from './mlflow/server.ts';
import { setQuota } from './onyxia/onboarding.ts';
import { defaultQuota, prefixes, type RegionState, type RegionVariant } from './onyxia/region.ts';
import { readPeople } from './people.ts';
import {
  createGates,
  ingressDomain,
  startPlatform,
  vaultMount,
  vaultRole,
  type Gates,
  type Platform,
} from './platform.ts';
import { openPorts } from './ports.ts';
import { argoCdNamespace } from './serving/serving.ts';

export interface SandboxOptions {
  /** Where everything is kept; default: below the temporary folder. The same folder again goes on where it stopped. */
  folder?: string;
  /** Port of the Onyxia API (0, the default: the last one or any). */
  port?: number;
  accessTokenSeconds?: number;
  /** Passwords by user name; others are drawn and kept. */
  passwords?: Readonly<Record<string, string>>;
  /** The identity provider speaks https, by the sandbox's own authority. */
  secureIdentity?: boolean;
  /** Everyone's namespaces are there from the start. */
  onboarded?: boolean;
  region?: readonly RegionVariant[];
  log?: (message: string) => void;
}

export interface Sandbox {
  readonly facts: SandboxFacts;
  stop(): Promise<void>;
}

function factsOf(
  platform: Platform,
  people: ReturnType<typeof readPeople>,
  admin: SandboxFacts['admin'],
  secure: boolean,
): SandboxFacts {
  const { certificate } = platform.authority;
  return {
    oidc: {
      issuer: platform.identity.issuer,
      clientId: 'onyxia',
      welcome: platform.identity.welcome,
      certificateAuthority: secure ? certificate : '',
    },
    onyxia: { url: platform.onyxia.url },
    kubernetes: {
      server: platform.kubernetes.url,
      certificateAuthority: certificate,
      adminKubeconfig: platform.adminKubeconfig,
      images: runnableImages(platform.withJupyter),
    },
    charts: Object.fromEntries(platform.charts.catalogs.map((catalog) => [catalog.id, catalog.url])),
    s3: {
      endpoint: platform.s3.url,
      stsEndpoint: platform.s3.url,
      region: 'us-east-1',
      pathStyle: true,
      fromPods: platform.s3.url,
    },
    vault: { url: platform.vault.url, mount: vaultMount, role: vaultRole, authPath: 'jwt' },
    coding: { url: platform.coding.url, ...platform.codingCredentials },
    argo: {
      server: platform.argo.url,
      serviceAccount: workflowAccount,
      image: trainingImage,
      s3Secret: trainingSecret,
    },
    argoCd: { namespace: argoCdNamespace, url: platform.argoCd.url },
    mlflow: {
      url: platform.mlflow.url,
      model: sampleModelName,
      fromPods: platform.mlflow.url,
      ...platform.mlflowCredentials,
    },
    ingress: { url: platform.ingressUrl, domain: ingressDomain },
    admin,
    people: peopleFacts(people),
  };
}

function applyIdentityFault(platform: Platform, fault: FaultRequest): void {
  const { state } = platform.identity;
  if (fault.expireTokens) platform.identity.expireTokens();
  if (fault.accessTokenSeconds !== undefined) state.accessTokenSeconds = fault.accessTokenSeconds;
  if (fault.refuseRefresh !== undefined) state.refuseRefresh = fault.refuseRefresh;
  if (fault.refuseRedirect !== undefined) state.refuseRedirect = fault.refuseRedirect;
  if (fault.refuseDevice !== undefined) state.refuseDevice = fault.refuseDevice;
  if (fault.clockSkewSeconds !== undefined) state.clockSkewSeconds = fault.clockSkewSeconds;
}

function applyCodingFault({ coding: { state } }: Platform, fault: FaultRequest): void {
  if (fault.dialect !== undefined) state.dialect = fault.dialect;
  if (fault.wantsPassword !== undefined) state.wantsPassword = fault.wantsPassword;
}

function applyMlflowFault({ mlflow: { state } }: Platform, fault: FaultRequest): void {
  if (fault.wantsPassword !== undefined) state.wantsPassword = fault.wantsPassword;
  if (fault.answersPages !== undefined) state.answersPages = fault.answersPages;
  if (fault.streamsArtifacts !== undefined) state.streamsArtifacts = fault.streamsArtifacts;
}

function applyClusterFault(platform: Platform, fault: FaultRequest): void {
  const faults = platform.clusterFaults;
  if (fault.latencyMs !== undefined) faults.latencyMs = fault.latencyMs;
  if (fault.status !== undefined) {
    const match =
      fault.path === undefined ? {} : { match: ` ${fault.path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}` };
    faults.failNext = { status: fault.status, count: fault.count ?? Number.MAX_SAFE_INTEGER, ...match };
  }
  if (fault.expireTokens) faults.rejectTokens(true);
  if (fault.cutWatches) faults.cutWatches();
  if (fault.cut) {
    // Once: what is open ends, forwards included. Without a count, nobody gets in again until faults are cleared.
    platform.clusterConnections.refuse(fault.count === undefined);
    platform.clusterConnections.cut();
  }
  if (fault.silenceWatches !== undefined) faults.silenceWatches(fault.silenceWatches);
  if (fault.forgetHistory) faults.forgetHistory();
}

function applyRegionFault(platform: Platform, region: RegionState, fault: FaultRequest): void {
  if (fault.region !== undefined) region.variants = new Set([fault.region].flat());
  if (fault.quota === undefined) return;
  region.quota = fault.quota;
  setPeopleQuota(platform, fault.quota);
}

function setPeopleQuota(platform: Platform, quota: RegionState['quota']): void {
  const { store } = platform.kubernetes;
  for (const { metadata } of store.list('namespaces')) {
    if (metadata.name.startsWith(prefixes.user)) setQuota(store, metadata.name, quota);
  }
}

function setFault(platform: Platform, gates: Gates, region: RegionState, fault: FaultRequest): void {
  const http = Object.fromEntries(
    Object.keys(httpFault.shape).flatMap((name) => {
      const value = fault[name as keyof HttpFault];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const { target } = fault;
  if (target === 'kubernetes') return applyClusterFault(platform, fault);
  if (target === 'ingress') return platform.ingress.set(http);
  if (Object.keys(http).length > 0) gates[target].set(http);
  if (target === 'identity') applyIdentityFault(platform, fault);
  if (target === 'coding') applyCodingFault(platform, fault);
  if (target === 'mlflow') applyMlflowFault(platform, fault);
  if (target === 'onyxia') applyRegionFault(platform, region, fault);
  if (target === 's3' && fault.sessionSeconds !== undefined) platform.s3.limitSessions(fault.sessionSeconds);
  if (target === 's3' && fault.expireTokens) platform.s3.endSessions();
  if (target === 'vault' && fault.expireTokens) platform.vault.endTokens();
}

function killPods(platform: Platform, request: KillRequest): string[] {
  const { store } = platform.kubernetes;
  const wanted = store
    .list('pods', request.namespace)
    .filter(({ metadata }) =>
      'pod' in request
        ? metadata.name === request.pod
        : metadata.labels?.['app.kubernetes.io/instance'] === request.release,
    )
    .map(({ metadata }) => metadata.name);
  for (const name of wanted) store.delete('pods', request.namespace, name, { gracePeriodSeconds: 0 });
  return wanted;
}

/** Starts a sandbox. Throws when another one runs in its folder. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const folder = path.resolve(options.folder ?? defaultFolder());
  const release = takeFolder(folder);
  const log = options.log ?? (() => undefined);
  const gates = createGates();
  const declared = new Set(options.region);
  const region: RegionState = { variants: declared, quota: defaultQuota };
  const people = readPeople(folder, options.passwords);
  const ports = openPorts(folder);
  if (options.port) ports.keep('onyxia', options.port);
  const secureIdentity = options.secureIdentity ?? false;
  const start = () =>
    startPlatform({
      folder,
      ports,
      people,
      accessTokenSeconds: options.accessTokenSeconds,
      secureIdentity,
      onboarded: options.onboarded ?? false,
      region,
      gates,
      log,
    });

  let platform: Platform | undefined;
  const running = () => {
    if (!platform) throw new Error('the sandbox is down');
    return platform;
  };
  const clearFaults = () => {
    for (const gate of Object.values(gates) as Gates[keyof Gates][]) gate.clear();
    region.variants = declared;
    const now = running();
    if (region.quota !== defaultQuota) {
      region.quota = defaultQuota;
      setPeopleQuota(now, defaultQuota);
    }
    now.ingress.clear();
    now.s3.limitSessions(0);
    Object.assign(now.coding.state, usualState);
    Object.assign(now.mlflow.state, usualMlflowState);
    Object.assign(now.identity.state, {
      accessTokenSeconds: options.accessTokenSeconds ?? 300,
      clockSkewSeconds: 0,
      refuseRefresh: false,
      refuseRedirect: false,
      refuseDevice: false,
    });
    const { clusterFaults } = now;
    clusterFaults.latencyMs = 0;
    clusterFaults.failNext = undefined;
    now.clusterConnections.refuse(false);
    clusterFaults.rejectTokens(false);
    clusterFaults.silenceWatches(false);
  };
  const restart = async (downMs: number) => {
    const before = running();
    platform = undefined;
    await before.stop();
    await new Promise((resolve) => setTimeout(resolve, downMs));
    platform = await start();
  };

  try {
    platform = await start();
    const admin = await startAdmin(
      {
        setFault: (fault) => setFault(running(), gates, region, fault),
        clearFaults,
        killPods: (request) => killPods(running(), request),
        restart,
      },
      ports.wished('admin'),
    );
    ports.keep('admin', admin.port);
    const facts = factsOf(platform, people, { url: admin.url, token: admin.token }, secureIdentity);
    return {
      facts,
      async stop() {
        await admin.stop();
        await platform?.stop();
        release();
      },
    };
  } catch (error) {
    await platform?.stop();
    release();
    throw error;
  }
}
