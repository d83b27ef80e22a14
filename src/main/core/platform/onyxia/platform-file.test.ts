import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PlatformFile } from '../../../../shared/contract/platform.ts';
import { candidates } from './discover.ts';
import { platformFileOf, slug } from './platform-file.ts';
import { storageProfiles } from './storage-profiles.ts';
import { Configuration, Region, s3Of } from './types.ts';

const data = process.env['SARDONYX_DATA'];
const issuer = { issuerURI: 'https://id.example/realms/lab', clientID: 'onyxia' };
const configurationOf = (region: object) =>
  Configuration.parse({ regions: [{ id: 'paris', ...region }], oidcConfiguration: issuer });

describe.skipIf(!data)('the recorded configuration (needs SARDONYX_DATA)', () => {
  test('becomes a valid platform file with all that it names', () => {
    const recorded = JSON.parse(
      readFileSync(join(data ?? '', 'onyxia-api', '01-configuration.json'), 'utf8'),
    ) as { response: { body: unknown } };
    const file = platformFileOf(Configuration.parse(recorded.response.body), 'https://onyxia.lab.test/api');
    expect(PlatformFile.parse(file)).toEqual(file);
    expect(file).toMatchObject({
      id: 'onyxia-lab-test',
      name: 'Lab',
      onyxia: { url: 'https://onyxia.lab.test/api', region: 'lab' },
      oidc: { issuer: 'http://127.0.0.1:18080/realms/lab', clientId: 'onyxia', scope: 'openid profile' },
      kubernetes: { server: 'https://127.0.0.1:6443' },
      storage: [{ name: 'default', endpoint: 'http://127.0.0.1:19000', sts: { durationSeconds: 86_400 } }],
    });
    expect(file).not.toHaveProperty('vault');
  });
});

test('a region with nothing but a name is a platform', () => {
  expect(platformFileOf(configurationOf({}), 'https://o.example/api')).toEqual({
    schemaVersion: 1,
    id: 'o-example',
    name: 'o.example',
    onyxia: { url: 'https://o.example/api', region: 'paris' },
    oidc: { issuer: issuer.issuerURI, clientId: 'onyxia' },
  });
});

test('a part of an unexpected form is left out, and does not take the rest with it', () => {
  const file = platformFileOf(
    configurationOf({
      vault: { URL: 12 },
      data: { S3: [{ URL: 'not an address' }, { URL: 'https://s3.example' }] },
      services: { k8sPublicEndpoint: { URL: 'ftp://x' } },
      name: null,
    }),
    'https://o.example/api',
  );
  expect(file).not.toHaveProperty('vault');
  expect(file).not.toHaveProperty('kubernetes');
  expect(file.storage).toMatchObject([{ name: 'default', endpoint: 'https://s3.example' }]);
});

test('of several regions one is taken by name, and the names tell them apart', () => {
  const configuration = Configuration.parse({ regions: [{ id: 'a' }, { id: 'B b', name: 'Second' }] });
  expect(platformFileOf(configuration, 'https://o.example/api', 'B b')).toMatchObject({
    id: 'o-example-b-b',
    name: 'o.example (Second)',
    onyxia: { region: 'B b' },
  });
  expect(() => platformFileOf(configuration, 'https://o.example/api', 'c')).toThrow('region');
});

test('an own client of a part overrides field by field, and carries its extra parameters', () => {
  const file = platformFileOf(
    configurationOf({
      vault: {
        URL: 'https://v.example',
        kvEngine: 'kv',
        oidcConfiguration: { clientID: 'vault', extraQueryParams: 'audience=vault&x=1' },
      },
    }),
    'https://o.example/api',
  );
  expect(file.vault).toEqual({
    url: 'https://v.example',
    mount: 'kv',
    role: 'onyxia-user',
    authPath: 'jwt',
    oidc: { clientId: 'vault', extraQuery: { audience: 'vault', x: '1' } },
  });
});

test('S3 may be an object, an array or missing', () => {
  const region = (S3: unknown) => Region.parse({ id: 'r', data: { S3 } });
  const store = {
    URL: 'https://s3.example',
    sts: { role: { profileName: 'p', roleARN: '', roleSessionName: '' } },
  };
  expect(s3Of(region(store))).toEqual(s3Of(region([store])));
  expect(s3Of(Region.parse({ id: 'r' }))).toEqual([]);
  expect(storageProfiles(region([store, store]), {}).map(({ name }) => name)).toEqual(['p', 'p-2']);
});

test('roles are made from the claims of the person', () => {
  const role = {
    profileName: 'projet-$1',
    roleARN: 'arn:aws:iam::$1',
    roleSessionName: 's',
    claimName: 'groups',
    includedClaimPattern: '^/?projet-(.+)$',
    excludedClaimPattern: 'old',
  };
  const region = Region.parse({
    id: 'r',
    data: { S3: { URL: 'https://s3.example', sts: { role: [{ profileName: 'own' }, role] } } },
  });
  const profiles = storageProfiles(region, { groups: ['projet-nace', '/projet-ape', 'projet-old', 'users'] });
  expect(profiles.map(({ name, sts }) => [name, sts?.roleArn])).toEqual([
    ['own', undefined],
    ['projet-nace', 'arn:aws:iam::nace'],
    ['projet-ape', 'arn:aws:iam::ape'],
  ]);
  expect(storageProfiles(region, {}).map(({ name }) => name)).toEqual(['own']);
});

test.each([
  ['datalab.example.org', 'https://datalab.example.org/api'],
  ['https://datalab.example.org/', 'https://datalab.example.org/api'],
  ['http://datalab.example.org/api', 'http://datalab.example.org/api'],
  ['https://x.org/onyxia/api/public/configuration', 'https://x.org/onyxia/api'],
  ['localhost:8080', 'http://localhost:8080/api'],
])('%s is first looked for at %s', (typed, expected) => {
  expect(candidates(typed)[0]).toBe(expected);
});

test('a page below a prefix leads to the prefix', () => {
  expect(candidates('https://x.org/onyxia/catalog/ide')).toEqual(
    expect.arrayContaining(['https://x.org/onyxia/api', 'https://x.org']),
  );
});

test.each(['', '   ', 'two words', 'ftp://x.org', 'mailto:a@b.c', 'https://'])(
  '%j is no address',
  (typed) => {
    expect(candidates(typed)).toEqual([]);
  },
);

test('a folder name is made of any text', () => {
  expect(slug('Île-de-France / SSP Cloud')).toBe('ile-de-france-ssp-cloud');
  expect(slug('---')).toBe('platform');
  expect(slug('x'.repeat(80))).toHaveLength(63);
});
