/** From an error answer of Vault to a Failure. Pure. */
import { z } from 'zod';
import { failure, type Failure } from '../../../../shared/contract/errors.ts';

/** What an error answer of Vault, `{errors: []}`, means. Pure. */
export function vaultFailure(status: number, answer: unknown, host: string): Failure {
  const errors = z.object({ errors: z.array(z.string()) }).safeParse(answer).data?.errors ?? [String(answer)];
  const words = errors.join('\n').trim();
  const rest = { values: { host, status }, ...(words && { words }) };
  if (/check-and-set/.test(words))
    return failure('conflict', 'The secret was changed elsewhere', { reason: 'secret-changed', ...rest });
  if (status === 413 || /too large|exceeds allowed length/i.test(words))
    return failure('invalid-input', 'The secret is too large for Vault', {
      reason: 'secret-too-large',
      ...rest,
    });
  if (status === 400 && /token|jwt|claim|audience|role|expired/i.test(words))
    return failure('forbidden', 'Vault refused the sign-in', { reason: 'vault-sign-in-refused', ...rest });
  if (status === 400) return failure('invalid-input', 'Vault refused the request', rest);
  if (status === 403 && /(invalid|bad) token/i.test(words))
    return failure('forbidden', 'Vault does not know the token', { reason: 'vault-token-refused', ...rest });
  if (status === 403) return failure('forbidden', 'Vault refused access', rest);
  if (status === 429 || status === 472 || status === 473) return failure('busy', 'Vault is busy', rest);
  if (status === 503)
    return failure('busy', 'Vault is sealed or in maintenance', { reason: 'vault-sealed', ...rest });
  if (status === 501)
    return failure('unsupported', 'Vault is not set up', { reason: 'vault-not-ready', ...rest });
  if (status === 507) return failure('no-space', 'Vault has no room', rest);
  return failure(status >= 500 ? 'unreachable' : 'internal', `Vault answered ${status}`, {
    reason: 'vault-error',
    ...rest,
  });
}

/** Something answered, but not Vault: its words are a page for people and are not kept. Pure. */
export function notVault(status: number, host: string): Failure {
  const message = `${host} answered ${status}, but not as Vault does`;
  return failure('unreachable', message, { reason: 'not-vault', values: { host, status } });
}
