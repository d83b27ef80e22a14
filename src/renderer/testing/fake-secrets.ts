/** Secrets in memory, for pictures and tests of the interface. */
import { failure } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type { Secret, SecretEntry, SecretFolder, SecretsPlace } from '../../shared/contract/secrets.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import { now } from './samples.ts';

const hour = 3_600_000;

export const samplePlace: SecretsPlace = {
  state: 'ready',
  product: 'Vault',
  address: 'https://vault.sspcloud.fr',
  mount: 'onyxia-kv',
  folder: 'alice',
};

const entry = (path: string): SecretEntry => ({
  name: path.replace(/\/$/, '').split('/').at(-1) ?? path,
  path,
  kind: path.endsWith('/') ? 'folder' : 'secret',
});

const field = (key: string, length: number, kind: 'text' | 'json' = 'text', multiline = false) => ({
  key,
  length,
  kind,
  multiline,
});

const database: Secret = {
  path: 'ape-database',
  version: 4,
  createdAt: now - 2 * hour,
  deleted: false,
  fields: [
    field('PGHOST', 24),
    field('PGUSER', 9),
    field('PGPASSWORD', 24),
    field('PG_OPTIONS', 62, 'json', true),
    field('PG_CERTIFICATE', 1_846, 'text', true),
    field('old-name', 3),
  ],
  versions: [
    { version: 1, createdAt: now - 900 * hour, destroyed: true, by: 'alice' },
    { version: 2, createdAt: now - 300 * hour, deletedAt: now - 200 * hour, destroyed: false, by: 'bob' },
    { version: 3, createdAt: now - 50 * hour, destroyed: false, by: 'bob' },
    { version: 4, createdAt: now - 2 * hour, destroyed: false, by: 'alice' },
  ],
  metadata: { owner: 'Unité NACE', renew: '2027-03' },
};

const deleted: Secret = {
  path: 'old-token',
  version: 2,
  createdAt: now - 90 * hour,
  deleted: true,
  fields: [],
  versions: [
    { version: 1, createdAt: now - 200 * hour, destroyed: false },
    { version: 2, createdAt: now - 90 * hour, deletedAt: now - hour, destroyed: false },
  ],
  metadata: {},
};

const values: Readonly<Record<string, string>> = {
  PGHOST: 'postgresql-428731-rw.svc',
  PGUSER: 'alice-ape',
  PGPASSWORD: 'mK7vQ2-hTz9bRw4_xNs8Lc3p',
  PG_OPTIONS: '{\n  "sslmode": "verify-full",\n  "port": 5432\n}',
  PG_CERTIFICATE: '-----BEGIN CERTIFICATE-----\nMIIBqzCCAVGgAwIBAgIUI8tMsv0\n-----END CERTIFICATE-----\n',
  'old-name': 'abc',
};

/** State that a test sets, and handlers over it. */
export function fakeSecrets({ note, done }: FakeCalls) {
  const state = {
    place: changing<SecretsPlace>(samplePlace),
    folders: new Map<string, SecretFolder>([
      [
        '',
        {
          entries: [
            'codification/',
            'dossier partagé/',
            'ape-database',
            'github',
            'old-token',
            '.onyxia/',
          ].map(entry),
          emptyOrForbidden: false,
        },
      ],
      ['codification/', { entries: [entry('codification/label-studio')], emptyOrForbidden: false }],
    ]),
    secrets: new Map<string, Secret>([
      [database.path, database],
      [deleted.path, deleted],
      ['github', { ...database, path: 'github', version: 1, fields: [field('GITHUB_TOKEN', 40)] }],
    ]),
    /** What others saved while a draft was open, by path: the next write meets it. */
    theirs: new Map<string, Secret>(),
  };
  const empty = (path: string): Secret => ({
    path,
    version: 0,
    deleted: false,
    fields: [],
    versions: [],
    metadata: {},
  });
  const secretAt = (path: string) => state.secrets.get(path) ?? empty(path);

  const handlers: AppHandlers['secrets'] = {
    place: (_, { signal }) => state.place.follow(signal),
    list: async (input) => {
      note('secrets.list', input);
      const found = state.folders.get(input.path) ?? { entries: [], emptyOrForbidden: true };
      return input.stored ? { ...found, asOf: now - hour } : found;
    },
    standings: async ({ paths }) =>
      paths.flatMap((path) => {
        const { version, createdAt, deleted: isDeleted } = secretAt(path);
        return version > 0 ? [{ path, version, updatedAt: createdAt ?? now, deleted: isDeleted }] : [];
      }),
    read: async (input) => {
      note('secrets.read', input);
      const found = secretAt(input.path);
      return input.version === undefined ? found : { ...found, version: input.version };
    },
    reveal: async (input) => (note('secrets.reveal', input), { value: values[input.key] ?? 'ghp_revealed' }),
    write: async (input) => {
      note('secrets.write', input);
      const theirs = state.theirs.get(input.path);
      if (theirs) {
        state.secrets.set(input.path, theirs);
        state.theirs.delete(input.path);
        throw failure('conflict', 'changed elsewhere', { reason: 'secret-changed-by' });
      }
      const before = secretAt(input.path);
      const version = before.version + 1;
      state.secrets.set(input.path, {
        ...before,
        version,
        createdAt: now,
        fields: input.fields.map(({ key, value = '' }) => field(key, value.length)),
        versions: [...before.versions, { version, createdAt: now, destroyed: false }],
      });
      return { version };
    },
    rename: done('secrets.rename'),
    remove: done('secrets.remove'),
    undelete: async ({ path }) => {
      state.secrets.set(path, { ...secretAt(path), deleted: false, fields: [field('TOKEN', 40)] });
      return {};
    },
    restore: async (input) => (note('secrets.restore', input), { version: input.version + 1 }),
    destroy: done('secrets.destroy'),
    compare: async (input) => (
      note('secrets.compare', input),
      { added: ['PG_OPTIONS'], removed: [], changed: ['PGPASSWORD', 'PGHOST'] }
    ),
    describe: done('secrets.describe'),
    useInLaunch: async ({ path }) => ({
      secret: path,
      variables: secretAt(path)
        .fields.map(({ key }) => key)
        .filter((key) => !key.includes('-')),
      unusable: secretAt(path)
        .fields.map(({ key }) => key)
        .filter((key) => key.includes('-')),
    }),
    commands: async ({ path }) => ({
      text: `export VAULT_ADDR=https://vault.sspcloud.fr\nvault kv get -mount=onyxia-kv alice/${path}\nvault kv metadata get -mount=onyxia-kv alice/${path}`,
    }),
  };
  return { state, handlers };
}
