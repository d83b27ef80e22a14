import { expect, test } from 'vitest';
import { vaultFailure } from './vault-failure.ts';

test.each([
  [400, ['check-and-set parameter did not match the current version'], 'conflict', 'secret-changed'],
  [400, ['error validating token: invalid audience (aud) claim'], 'forbidden', 'vault-sign-in-refused'],
  [400, ['missing data'], 'invalid-input', undefined],
  [403, ['1 error occurred:\n\t* permission denied\n\n'], 'forbidden', undefined],
  [
    403,
    ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'],
    'forbidden',
    'vault-token-refused',
  ],
  [429, [], 'busy', undefined],
  [413, ['http: request body too large'], 'invalid-input', 'secret-too-large'],
  [500, ['JSON string value exceeds allowed length'], 'invalid-input', 'secret-too-large'],
  [500, ['put failed due to value being too large'], 'invalid-input', 'secret-too-large'],
  [501, ['not initialized'], 'unsupported', 'vault-not-ready'],
  [503, ['Vault is sealed'], 'busy', 'vault-sealed'],
  [507, [], 'no-space', undefined],
  [500, ['x'], 'unreachable', 'vault-error'],
])('an answer %i %j is %s', (status, errors, code, reason) => {
  const { data } = vaultFailure(status, { errors }, 'vault.example');
  expect([data.code, data.reason]).toEqual([code, reason]);
  expect(data.words).toBe(errors.join('\n').trim() || undefined);
});
