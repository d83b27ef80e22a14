/** A small world to draw: one platform, six services of which four fail for four reasons, a catalog. */
import type { Catalogs } from '../../shared/contract/catalog.ts';
import type { Service, Services } from '../../shared/contract/services.ts';
import type { Session } from '../../shared/contract/sign-in.ts';

export const now = Date.now();
const minute = 60_000;
const hour = 60 * minute;
const gibibyte = 2 ** 30;

export const sampleSession: Session = {
  platforms: [
    {
      id: 'ssp-cloud',
      name: 'SSP Cloud',
      kind: 'onyxia',
      address: 'https://datalab.sspcloud.fr',
      person: { userName: 'alice', name: 'Alice Martin' },
      state: 'signed-in',
    },
    {
      id: 'sandbox',
      name: 'Sandbox',
      kind: 'sandbox',
      address: 'http://127.0.0.1:4000',
      state: 'signed-out',
    },
  ],
  current: 'ssp-cloud',
  projects: [
    { id: 'alice', name: 'alice', namespace: 'user-alice' },
    { id: 'ape', name: 'codification-ape', group: 'codification-ape', namespace: 'projet-codification-ape' },
  ],
  project: 'alice',
  parts: [
    { name: 'onyxia', state: 'ready', address: 'https://datalab.sspcloud.fr' },
    { name: 'identity', state: 'ready', address: 'https://auth.sspcloud.fr' },
    { name: 'kubernetes', state: 'ready', address: 'https://apiserver.sspcloud.fr' },
    { name: 'storage', state: 'ready', address: 'https://minio.sspcloud.fr' },
    {
      name: 'vault',
      state: 'failed',
      address: 'https://vault.sspcloud.fr',
      problem: {
        code: 'unreachable',
        message: 'timed out',
        reason: 'timeout',
        values: { host: 'vault.sspcloud.fr' },
      },
    },
    { name: 'catalogs', state: 'ready' },
  ],
  network: { state: 'online', since: now - 3 * hour },
};

/** A service with what most of them have; `change` replaces the rest. */
export function sampleService(id: string, change: Partial<Service>): Service {
  return {
    id,
    name: id,
    chart: 'jupyter-python',
    chartVersion: '2.5.2',
    catalogId: 'ide',
    owner: 'alice',
    mine: true,
    shared: false,
    state: 'ready',
    since: now - 2 * hour,
    startedAt: now - 2 * hour,
    revision: 1,
    pods: [
      {
        name: `${id}-0`,
        phase: 'Running',
        ready: true,
        containers: [{ name: 'main', ready: true, restarts: 0, state: 'running', hasPrevious: false }],
      },
    ],
    addresses: [`https://${id}.user.lab.sspcloud.fr`],
    canOpen: true,
    canPause: true,
    hasPassword: true,
    volumes: [{ name: `${id}-data`, size: '10Gi' }],
    ...change,
  };
}

export const sampleServices: Services = {
  project: 'alice',
  services: [
    sampleService('jupyter-ape', { cpu: 0.4, memory: 1.2 * gibibyte }),
    sampleService('rstudio-test', {
      chart: 'rstudio',
      state: 'starting',
      since: now - 40_000,
      startedAt: now - minute,
      canOpen: false,
      reason: { kind: 'pulling', values: { image: 'inseefrlab/onyxia-rstudio:r4.4.1' }, since: now - 40_000 },
    }),
    sampleService('mlflow-team', {
      chart: 'mlflow',
      state: 'paused',
      since: now - 75 * hour,
      startedAt: now - 80 * hour,
      canOpen: false,
      shared: true,
      mine: false,
      owner: 'bob',
      pods: [],
    }),
    sampleService('big-gpu', {
      chart: 'vscode-pytorch-gpu',
      state: 'failed',
      since: now - 5 * minute,
      startedAt: now - 5 * minute,
      canOpen: false,
      pods: [],
      reason: {
        kind: 'quota',
        values: { resource: 'memory', needs: 8 * gibibyte, free: 3 * gibibyte },
        words:
          'pods "big-gpu-0" is forbidden: exceeded quota: onyxia-quota, requested: requests.memory=8Gi, used: requests.memory=9Gi, limited: requests.memory=12Gi',
      },
    }),
    sampleService('vscode-old', {
      chart: 'vscode-python',
      state: 'failed',
      since: now - 26 * hour,
      startedAt: now - 26 * hour,
      canOpen: false,
      reason: {
        kind: 'image-pull',
        values: { image: 'inseefrlab/onyxia-vscode-python:py3.9.1' },
        words: 'manifest unknown',
      },
    }),
    sampleService('spark-etl', {
      chart: 'jupyter-pyspark',
      state: 'failed',
      since: now - 12 * minute,
      startedAt: now - 3 * hour,
      canOpen: false,
      reason: { kind: 'out-of-memory', values: { limit: 4 * gibibyte, restarts: 3 } },
    }),
    sampleService('postgres-essai', {
      chart: 'postgresql',
      catalogId: 'databases',
      state: 'ghost',
      since: now - 50 * hour,
      startedAt: now - 50 * hour,
      canOpen: false,
      canPause: false,
      hasPassword: false,
      pods: [],
      reason: { kind: 'install-failed', values: {}, words: 'context deadline exceeded' },
    }),
  ],
  quota: [
    { name: 'requests.cpu', used: 2.1, hard: 4, unit: 'cores' },
    { name: 'requests.memory', used: 9 * gibibyte, hard: 12 * gibibyte, unit: 'bytes' },
    { name: 'persistentvolumeclaims', used: 19, hard: 20, unit: 'count' },
  ],
  source: 'watch',
  connection: 'live',
  asOf: now,
};

const chart = (
  catalogId: string,
  name: string,
  description: string,
  keywords: readonly string[],
  change: Partial<Catalogs['catalogs'][number]['charts'][number]> = {},
) => ({
  catalogId,
  name,
  version: '2.5.2',
  description,
  keywords: [...keywords],
  favourite: false,
  ...change,
});

export const sampleCatalogs: Catalogs = {
  catalogs: [
    {
      id: 'ide',
      name: { en: 'Interactive services', fr: 'Services interactifs' },
      description: { en: 'IDEs for R and Python', fr: 'Environnements pour R et Python' },
      charts: [
        chart(
          'ide',
          'jupyter-python',
          'The JupyterLab IDE with Python and a collection of standard data science packages.',
          ['JupyterLab', 'Python', 'Données'],
          { favourite: true, lastUsed: now - 2 * hour },
        ),
        chart(
          'ide',
          'rstudio',
          'The RStudio IDE with a collection of standard data science packages.',
          ['RStudio', 'R'],
          { lastUsed: now - 30 * hour },
        ),
        chart('ide', 'vscode-python', 'The Visual Studio Code IDE with Python.', ['VSCode', 'Python']),
        chart(
          'ide',
          'vscode-pytorch-gpu',
          'Visual Studio Code with PyTorch and a graphics card.',
          ['VSCode', 'GPU'],
          { needs: 'this platform has no graphics card' },
        ),
        chart('ide', 'jupyter-pyspark', 'JupyterLab with Spark for large data.', ['Spark', 'Python']),
      ],
    },
    {
      id: 'databases',
      name: { en: 'Databases', fr: 'Bases de données' },
      description: { en: 'Databases', fr: 'Bases de données' },
      charts: [
        chart('databases', 'postgresql', 'PostgreSQL, an object-relational database.', ['SQL', 'database']),
        chart('databases', 'elasticsearch', 'A distributed search and analytics engine.', ['search']),
        chart('databases', 'mlflow', 'Follows the life of machine-learning models.', ['models']),
      ],
    },
  ],
  asOf: now - minute,
  state: 'live',
};
