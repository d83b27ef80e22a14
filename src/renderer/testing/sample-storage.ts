/** Buckets to draw: a person's own, a group's, with folders, awkward names, versions. */
import type { ObjectVersion } from '../../shared/contract/storage/objects.ts';
import type { Bucket, Places } from '../../shared/contract/storage/places.ts';

export const now = Date.now();
const hour = 3_600_000;
const day = 24 * hour;

export interface SampleObject {
  key: string;
  size: number;
  modified: number;
  etag: string;
  deleted: boolean;
  text: string;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  versions: ObjectVersion[];
}

export const samplePlaces: Places = {
  profiles: [
    {
      id: 'ssp',
      name: 'SSP Cloud',
      endpoint: 'https://minio.sspcloud.fr',
      region: 'us-east-1',
      pathStyle: true,
      kind: 'platform',
      expiresAt: now + 6 * hour,
      dialect: {
        product: 'MinIO',
        checksums: true,
        deleteObjects: true,
        policies: true,
        versioning: true,
        triedAt: now - day,
      },
    },
    {
      id: 'garage',
      name: 'Garage of the team',
      endpoint: 'https://garage.example.org',
      region: 'garage',
      pathStyle: true,
      kind: 'own',
    },
    {
      id: 'open-data',
      name: 'Open data',
      endpoint: 'https://s3.fr-par.scw.cloud',
      region: 'fr-par',
      pathStyle: false,
      kind: 'anonymous',
    },
  ],
  bookmarks: [
    { profile: 'ssp', bucket: 'alice', prefix: 'diffusion/', title: 'diffusion', from: 'own' },
    { profile: 'ssp', bucket: 'donnees-insee', prefix: '', title: 'Données Insee', from: 'platform' },
  ],
  home: { profile: 'ssp', bucket: 'alice', prefix: '' },
  forbidsLocalCopies: false,
  forbidsExports: false,
};

export const sampleBuckets: readonly Bucket[] = [
  { name: 'alice', owner: 'mine', createdAt: now - 900 * day, versioning: 'on' },
  { name: 'alice-essais', owner: 'mine', createdAt: now - 30 * day, versioning: 'off' },
  { name: 'projet-codification-ape', owner: 'group', createdAt: now - 400 * day, versioning: 'on' },
  { name: 'donnees-insee', owner: 'other', versioning: 'unknown' },
];

/** An object; `change` replaces what differs. */
function object(key: string, size: number, age: number, change: Partial<SampleObject> = {}): SampleObject {
  const modified = now - age;
  return {
    key,
    size,
    modified,
    etag: `"${key.length.toString(16)}${size.toString(16)}"`,
    deleted: false,
    text: '',
    metadata: {},
    tags: {},
    versions: [{ versionId: `${key.length}a`, latest: true, deleted: false, modified, size }],
    ...change,
  };
}

/** Objects by bucket, new ones each time. */
export function sampleObjects(): Record<string, SampleObject[]> {
  const notes =
    '# Notes\n\nThe survey of 2026 has 1,200 answers.\n\n- check the weights\n- ask for the nomenclature\n';
  return {
    alice: [
      object('README.md', 182, 2 * hour, {
        text: notes,
        metadata: { source: 'survey 2026' },
        tags: { project: 'ape' },
        versions: [
          { versionId: 'v3', latest: true, deleted: false, modified: now - 2 * hour, size: 182 },
          { versionId: 'v2', latest: false, deleted: true, modified: now - day },
          { versionId: 'v1', latest: false, deleted: false, modified: now - 3 * day, size: 90 },
        ],
      }),
      object('analysis.R', 4_201, 3 * day, { text: 'library(arrow)\n' }),
      object('besoins en main-d’œuvre 2026.xlsx', 88_000, 4 * day),
      object('codes ape.csv', 1_240_000, 5 * day, { text: 'code;libelle\n' }),
      object('enquete-emploi.parquet', 734_003_200, 9 * day),
      object('kappa.json', 900, 12 * day, { text: '{}\n' }),
      object('notebook.ipynb', 55_000, 20 * day),
      object('%2F awkward # name ?.txt', 12, 400 * day, { text: 'x\n' }),
      object(
        'a-very-long-name-that-somebody-gave-to-an-export-of-the-register-of-enterprises-with-all-its-variables-2026-11-20.parquet',
        91_226_112,
        day,
      ),
      object('gone.csv', 10_000, 6 * day, {
        deleted: true,
        versions: [
          { versionId: 'd1', latest: true, deleted: true, modified: now - 6 * day },
          { versionId: 'g1', latest: false, deleted: false, modified: now - 8 * day, size: 10_000 },
        ],
      }),
      ...Array.from({ length: 24 }, (_, index) =>
        object(`diffusion/part-${String(index).padStart(4, '0')}.parquet`, 12_000_000 + index * 1_000, day),
      ),
      object('diffusion/2026/table.csv', 120_000, day, { text: 'a;b\n1;2\n' }),
      object('models/fasttext.bin', 1_440_000_000, 30 * day),
      object('million/observation-0000000.parquet', 1_000, day),
    ],
    'alice-essais': [object('essai.txt', 5, day, { text: 'essai' }), object('vrac/a.bin', 10_000, day)],
    'projet-codification-ape': [object('campaign.json', 2_000, day, { text: '{}' })],
    'donnees-insee': [],
  };
}
