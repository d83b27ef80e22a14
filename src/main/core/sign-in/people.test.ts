import { expect, test } from 'vitest';
import { PlatformFile } from '../../../shared/contract/platform.ts';
import { administratorText } from './administrator-text.ts';
import { clientsOf } from './clients.ts';
import { personOf, projectsOfFile } from './people.ts';
import { freeId, readPlatformFile } from './platform-files.ts';

const file = PlatformFile.parse({
  schemaVersion: 1,
  id: 'lab',
  name: 'Lab',
  onyxia: { url: 'https://o.example/api' },
  oidc: { issuer: 'https://id.example/', clientId: 'onyxia', scope: 'openid' },
  kubernetes: {
    server: 'https://k.example',
    oidc: { clientId: 'onyxia' },
    namespaces: ['user-{user}', 'projet-{group}', 'common'],
  },
  storage: [
    { name: 'default', endpoint: 'https://s.example', sts: {}, oidc: { clientId: 'minio' } },
    { name: 'static', endpoint: 'https://t.example', oidc: { clientId: 'never' } },
  ],
  vault: {
    url: 'https://v.example',
    mount: 'kv',
    role: 'r',
    oidc: { clientId: 'vault', extraQuery: { audience: 'vault' } },
  },
});

test('each client is signed in once, the own one first, for all the parts that it opens', () => {
  expect(clientsOf(file).map(({ identity, parts }) => [identity.clientId, parts])).toEqual([
    ['onyxia', ['identity', 'onyxia', 'kubernetes']],
    ['minio', ['storage']],
    ['vault', ['vault']],
  ]);
  const { oidc: _none, ...without } = file;
  expect(clientsOf(without)).toEqual([]);
});

test('a person is who the token says, Onyxia before it', () => {
  expect(personOf({ preferred_username: 'alice', given_name: 'Alice', family_name: 'Martin' })).toEqual({
    userName: 'alice',
    name: 'Alice Martin',
  });
  expect(personOf({ sub: 'x' }, { idep: 'alice', nomComplet: 'A. M.', groups: [], projects: [] })).toEqual({
    userName: 'alice',
    name: 'A. M.',
  });
  expect(personOf({})).toBeUndefined();
});

test('projects come from templates, with one for each group', () => {
  const projects = projectsOfFile(file, { userName: 'alice' }, { groups: ['/nace', 'ape', 3] });
  expect(projects.map(({ namespace, group }) => [namespace, group])).toEqual([
    ['user-alice', undefined],
    ['projet-nace', 'nace'],
    ['projet-ape', 'ape'],
    ['common', undefined],
  ]);
  const { kubernetes: _none, ...without } = file;
  expect(projectsOfFile(without, { userName: 'bob' }, {}).map(({ id }) => id)).toEqual(['bob']);
});

test('a platform file says where it is wrong', () => {
  expect(readPlatformFile(JSON.stringify(file))).toEqual(file);
  expect(() => readPlatformFile('{')).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ reason: 'not-json' }) as unknown }) as Error,
  );
  expect(() => readPlatformFile(JSON.stringify({ ...file, schemaVersion: 2 }))).toThrow('version 2');
  const wrong = { ...file, vault: { ...file.vault, url: 'not an address' } };
  expect(() => readPlatformFile(JSON.stringify(wrong))).toThrow(
    expect.objectContaining({
      data: expect.objectContaining({ code: 'invalid-input', field: 'vault.url' }) as unknown,
    }) as Error,
  );
});

test('an id that is taken gets a number', () => {
  expect(freeId('a', ['b'])).toBe('a');
  expect(freeId('a', ['a', 'a-2'])).toBe('a-3');
  expect(freeId('x'.repeat(63), ['x'.repeat(63)])).toMatch(/^x{58}-2$/);
});

test.each(['en', 'fr'] as const)('the administrator (%s) is told every client and address', (language) => {
  const text = administratorText(file, language);
  for (const words of [
    'onyxia (https://id.example/)',
    'minio',
    'vault',
    'http://127.0.0.1/*',
    'http://127.0.0.1:8461/callback',
    'PKCE',
  ])
    expect(text).toContain(words);
});
