/** What is served, as the pictures and tests of the interface see it. */
import type { Application, ApplicationDetail } from '../../shared/contract/serving/applications.ts';
import type { Answer } from '../../shared/contract/serving/asking.ts';
import type { ComparedItem, Comparison } from '../../shared/contract/serving/comparison.ts';
import { goldPlace } from './sample-campaigns.ts';
import { now } from './samples.ts';

const hour = 3_600_000;
const api = {
  workload: 'codification-api',
  container: 'api',
  image: 'ghcr.io/inseefrlab/codification-api:2.4.1',
};

export const sampleApplications: readonly Application[] = [
  {
    id: 'argo-cd/argocd/codification-api',
    kind: 'argo-cd',
    name: 'codification-api',
    namespace: 'projet-nace',
    sync: 'synced',
    health: 'healthy',
    images: [api],
    models: [
      {
        name: 'codification-naf',
        version: '3',
        workload: 'codification-api',
        container: 'api',
        variable: 'MLFLOW_MODEL_VERSION',
      },
    ],
    ready: 2,
    wanted: 2,
    revision: '9f3c1ab',
    syncedAt: now - 26 * hour,
    autoSync: false,
    addresses: ['https://codification-api.lab.sspcloud.fr'],
    rights: { change: true, sync: true },
  },
  {
    id: 'deployment/projet-nace/codification-essai',
    kind: 'deployment',
    name: 'codification-essai',
    namespace: 'projet-nace',
    health: 'degraded',
    message: 'The container ended with 1: models:/codification-naf/9 is not registered',
    since: now - 12 * 60_000,
    images: [
      {
        workload: 'codification-essai',
        container: 'api',
        image: 'ghcr.io/inseefrlab/codification-api:2.5.0-rc1',
      },
    ],
    models: [
      {
        name: 'codification-naf',
        version: 'challenger',
        workload: 'codification-essai',
        container: 'api',
        variable: 'MLFLOW_MODEL_VERSION',
      },
    ],
    ready: 0,
    wanted: 1,
    addresses: [],
    rights: { change: true, sync: false },
  },
];

export function sampleDetail(application: Application): ApplicationDetail {
  return {
    application,
    history: [
      {
        id: '4',
        revision: '9f3c1ab',
        at: now - 26 * hour,
        by: 'alice',
        images: [api.image],
        model: 'codification-naf 3',
        current: true,
      },
      {
        id: '3',
        revision: '77d01c2',
        at: now - 400 * hour,
        by: 'bob',
        images: ['ghcr.io/inseefrlab/codification-api:2.3.0'],
        model: 'codification-naf 2',
        current: false,
      },
    ],
    resources: [
      { kind: 'Deployment', name: 'codification-api', sync: 'Synced', health: 'Healthy' },
      { kind: 'Service', name: 'codification-api', sync: 'Synced', health: 'Healthy' },
    ],
    conditions: [],
    asOf: now,
  };
}

export const sampleProposal = {
  diff: [
    '--- codification-api',
    '+++ codification-api',
    '@@ -18,5 +18,5 @@',
    '         env:',
    '           - name: MLFLOW_MODEL_VERSION',
    '-            value: "3"',
    '+            value: "4"',
  ].join('\n'),
  patch:
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: codification-api\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          env:\n            - name: MLFLOW_MODEL_VERSION\n              value: "4"\n',
  command: 'kubectl set env deployment/codification-api -c api MLFLOW_MODEL_VERSION=4 -n projet-nace',
  ways: ['apply' as const, 'patch' as const],
  undoneBySync: false,
};

export const servedAddress = 'https://codification-api.lab.sspcloud.fr';

export const sampleAnswers: readonly Answer[] = [
  {
    source: { kind: 'served', address: servedAddress, dialect: 'auto' },
    predictions: [
      { code: '96.02A', title: 'Coiffure', probability: 0.912 },
      { code: '96.02B', title: 'Soins de beauté', probability: 0.041 },
      { code: '47.75Z', title: 'Commerce de détail de parfumerie', probability: 0.012 },
    ],
    confidenceIndex: 0.871,
    model: 'codification-naf',
    version: '3',
    milliseconds: 84.2,
  },
  {
    source: { kind: 'pinned', id: 'pin-4' },
    predictions: [
      { code: '96.02A', title: 'Coiffure', probability: 0.954 },
      { code: '47.75Z', title: 'Commerce de détail de parfumerie', probability: 0.02 },
      { code: '96.09Z', title: 'Autres services personnels n.c.a.', probability: 0.008 },
    ],
    confidenceIndex: 0.934,
    given: 'coiffur domicil vent produit capillair AUTO_X NAT_SICORE_99 EVT_SICORE_01P',
    model: 'codification-naf',
    version: '4',
    milliseconds: 0.4,
  },
];

const wilson = (value: number, low: number, high: number) => ({
  value,
  low,
  high,
  estimator: 'wilson' as const,
});

export const sampleComparison: Comparison = {
  id: 'c1',
  a: { kind: 'served', address: servedAddress, dialect: 'auto' },
  b: { kind: 'pinned', id: 'pin-4' },
  names: { a: 'codification-api (3)', b: 'codification-naf 4' },
  gold: goldPlace,
  goldTitle: 'Référence NAF rév. 2, octobre',
  nomenclature: 'naf-rev2',
  items: 1_000,
  unanswered: { a: 0, b: 2 },
  probability: true,
  levels: [
    [1, 0.931, 0.936, 12, 17, 0.4576, undefined],
    [2, 0.9, 0.912, 18, 30, 0.1116, 2.52],
    [3, 0.872, 0.889, 21, 38, 0.0374, 4.33],
    [4, 0.84, 0.86, 24, 44, 0.021, 5.31],
    [5, 0.801, 0.824, 30, 53, 0.0157, 5.83],
  ].map(([level = 0, a = 0, b = 0, onlyA = 0, onlyB = 0, pValue = 0, statistic]) => ({
    level,
    n: 1_000,
    a: wilson(a, a - 0.024, a + 0.022),
    b: wilson(b, b - 0.023, b + 0.021),
    difference: {
      value: b - a,
      low: b - a - 0.018,
      high: b - a + 0.018,
      method: 'newcombe-paired' as const,
    },
    mcNemar: {
      onlyA,
      onlyB,
      pValue,
      ...(statistic === undefined
        ? { method: 'exact' as const }
        : { method: 'chi-square-corrected' as const, statistic }),
    },
  })),
  at: now - 2 * hour,
};

export const sampleItems: readonly ComparedItem[] = [
  {
    item: 'i1',
    text: 'COIFFURE A DOMICILE ET VENTE DE PRODUITS CAPILLAIRES',
    truth: '96.02A',
    a: { code: '96.02A', probability: 0.61, confidenceIndex: 0.3 },
    b: { code: '47.75Z', probability: 0.48, confidenceIndex: 0.05 },
  },
  { item: 'i2', text: 'GARDE D’ENFANTS', truth: '88.91A', a: { code: '88.91A', probability: 0.9 } },
];
