/** MLflow servers with their models, and models on this laptop, as a statistical office has them. */
import type { Pin } from '../../shared/contract/models/pins.ts';
import type { ModelDetail, ModelVersion, RegisteredModel } from '../../shared/contract/models/registry.ts';
import type { ModelServer } from '../../shared/contract/models/servers.ts';

const hour = 3_600_000;
const day = 24 * hour;
const mebibyte = 2 ** 20;

export const sampleServers = (now: number): ModelServer[] => [
  {
    id: 'platform',
    name: 'MLflow of the platform',
    reach: { kind: 'address', url: 'https://projet-nace-mlflow.user.lab.sspcloud.fr' },
    signIn: { kind: 'kubernetes' },
    from: 'platform',
    hasSecret: false,
    version: '3.17.0',
    state: 'live',
    asOf: now - 4_000,
  },
  {
    id: 'team',
    name: 'mlflow-team',
    reach: { kind: 'service', service: 'mlflow-team', port: 5000 },
    signIn: { kind: 'basic', user: 'alice' },
    from: 'own',
    hasSecret: true,
    version: '2.22.1',
    state: 'stored',
    asOf: now - 26 * hour,
    problem: {
      code: 'unreachable',
      message: 'timed out',
      reason: 'timeout',
      values: { host: 'mlflow-team' },
    },
  },
];

const model = (
  name: string,
  newest: number,
  aliases: Readonly<Record<string, string>>,
  ageDays: number,
  description = '',
): RegisteredModel => ({
  name,
  description,
  createdAt: 1_700_000_000_000,
  updatedAt: Date.now() - ageDays * day,
  tags: [],
  aliases: Object.entries(aliases).map(([alias, version]) => ({ alias, version })),
  versions: newest,
  newest: String(newest),
});

export const sampleRegistry = (): RegisteredModel[] => [
  model(
    'codification-naf',
    9,
    { champion: '7', challenger: '9' },
    0.2,
    'Codification de l’activité principale en NAF 2025, par fastText.\n\nAppris sur les campagnes d’annotation **2024 et 2025**.',
  ),
  model('codification-profession-pcs-2020-enquete-emploi-en-continu', 4, { champion: '4' }, 12),
  model('codification-coicop-budget-de-famille', 3, {}, 40),
  model('lid-176', 1, { production: '1' }, 300, 'Language identification'),
  model('test-alice', 2, {}, 2),
];

const version = (number: number, now: number, change: Partial<ModelVersion> = {}): ModelVersion => ({
  name: 'codification-naf',
  version: String(number),
  description: '',
  createdAt: now - (10 - number) * 9 * day,
  updatedAt: now - (10 - number) * 9 * day,
  by: number % 3 === 0 ? 'bob' : 'alice',
  tags: [],
  aliases: [],
  status: 'ready',
  source: `models:/m-${String(number).repeat(8)}`,
  run: `run-${String(number * 8).padStart(5, '0')}`,
  modelId: `m-${String(number).repeat(8)}`,
  ...change,
});

export const sampleDetail = (now: number): ModelDetail => ({
  state: 'live',
  asOf: now - 4_000,
  model: sampleRegistry()[0],
  versions: [
    version(9, now, {
      aliases: ['challenger'],
      description:
        'Grille d’avril : `DIM` 180, `WORDNGRAMS` 3.\n\n- appris avec les lots 4 à 6\n- **à comparer** avec la 7',
      tags: [
        { key: 'validated-by', value: 'bob' },
        { key: 'training.preprocessing', value: 'ape-v1' },
      ],
    }),
    version(8, now, { status: 'failed' }),
    version(7, now, { aliases: ['champion'], stage: 'Production' }),
    version(6, now, { stage: 'Archived' }),
    version(5, now, { stage: 'Archived' }),
    version(4, now),
    version(3, now),
    version(2, now),
    version(1, now),
  ],
  moves: [
    { alias: 'champion', from: '6', to: '7', at: now - 20 * day, by: 'alice' },
    { alias: 'challenger', to: '9', at: now - 3 * day, by: 'bob' },
    { alias: 'champion', from: '4', to: '6', at: now - 60 * day, by: 'alice' },
  ],
});

const content = {
  labels: 746,
  dimension: 180,
  loss: 'ova' as const,
  words: 82_418,
  buckets: 2_000_000,
  quantised: false,
  pruned: false,
  nomenclature: { id: 'naf-2025', share: 0.997, unknown: ['00.00Z', '99.99Z'] },
};

export const samplePins = (now: number): Pin[] => [
  {
    id: 'pin-7',
    from: {
      server: 'platform',
      serverName: 'MLflow of the platform',
      name: 'codification-naf',
      version: '7',
    },
    name: 'codification-naf',
    version: '7',
    state: 'ready',
    bytes: 1_444_080_609,
    done: 1_444_080_609,
    pinnedAt: now - 19 * day,
    usedAt: now - 2 * hour,
    flavours: ['mlflow.pyfunc.model', 'fasttext'],
    content,
  },
  {
    id: 'pin-9',
    from: {
      server: 'platform',
      serverName: 'MLflow of the platform',
      name: 'codification-naf',
      version: '9',
    },
    name: 'codification-naf',
    version: '9',
    state: 'downloading',
    bytes: 1_444_080_609,
    done: 612 * mebibyte,
    rate: 24 * mebibyte,
    pinnedAt: now - 30_000,
    flavours: ['mlflow.pyfunc.model'],
  },
  {
    id: 'pin-pcs',
    from: {
      server: 'platform',
      serverName: 'MLflow of the platform',
      name: 'codification-profession-pcs-2020-enquete-emploi-en-continu',
      version: '4',
    },
    name: 'codification-profession-pcs-2020-enquete-emploi-en-continu',
    version: '4',
    state: 'ready',
    bytes: 446 * mebibyte,
    done: 446 * mebibyte,
    pinnedAt: now - 8 * day,
    flavours: ['mlflow.pyfunc.model', 'pytorch'],
    whyNot: {
      code: 'unsupported',
      message: 'Only a pickle of torch',
      reason: 'pin-pickle',
      values: { name: 'codification-profession-pcs-2020', flavours: 'pytorch' },
    },
  },
  {
    id: 'pin-lid',
    name: 'lid.176.ftz',
    state: 'ready',
    bytes: 938_013,
    done: 938_013,
    pinnedAt: now - 90 * day,
    usedAt: now - 30 * day,
    flavours: ['fasttext'],
    content: {
      ...content,
      labels: 176,
      dimension: 16,
      loss: 'hs',
      words: 7235,
      buckets: 2_000_000,
      quantised: true,
      pruned: true,
      nomenclature: undefined,
    },
  },
  {
    id: 'pin-8',
    from: { server: 'team', serverName: 'mlflow-team', name: 'essais-alice', version: '2' },
    name: 'essais-alice',
    version: '2',
    state: 'failed',
    bytes: 92 * mebibyte,
    done: 30 * mebibyte,
    pinnedAt: now - day,
    flavours: [],
    problem: {
      code: 'unreachable',
      message: 'timed out',
      reason: 'timeout',
      values: { host: 'mlflow-team' },
    },
  },
];
