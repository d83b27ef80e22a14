import { expect, test } from 'vitest';
import { vaultFailure } from './vault-failure.ts';

test.each([
  [400, ['check-and-set parameter did not match the current version'], 'conflict', 'secret-changed'],
  [400, ['error validating token: invalid audience (aud) claim'], 'forbidden', 'vault-sign-in-refused'],
  [400, ['missing data'], 'invalid-input', undefined],
  [403, ['1 error occurred:\n\t* permission denied\n\n'], 'forbidden', undefined],
  [429, [], 'busy', undefined],
  [501, ['not initialized'], 'unsupported', 'vault-not-ready'],
  [503, ['Vault is sealed'], 'busy', 'vault-sealed'],
  [507, [], 'no-space', undefined],
  [500, ['x'], 'unreachable', 'vault-error'],
])('an answer %i %j is %s', (status, errors, code, reason) => {
  const { data } = vaultFailure(status, { errors }, 'vault.example');
  expect([data.code, data.reason]).toEqual([code, reason]);
  expect(data.words).toBe(errors.join('\n').trim() || undefined);
});
