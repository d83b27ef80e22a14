/** Vault has no renaming: a secret is copied, then the old one removed. */
import { failure, isFailure } from '../../../shared/contract/errors.ts';
import type { VaultClient } from '../platform/vault/client.ts';
import { nameOf } from './secret-path.ts';

/**
 * Copies the newest version and its custom metadata, then removes the old secret with all its versions. Nothing is ever
 * overwritten, and what someone else writes meanwhile is never removed. Paths are below the mount.
 * @throws Failure `conflict`: the new name is taken, or the old secret changed meanwhile; `not-found`.
 */
export async function renameSecret(
  vault: VaultClient,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  if (from === to) return;
  const [found, metadata] = await Promise.all([vault.read(from), vault.metadata(from)]);
  if (!found)
    throw failure('not-found', 'The secret is not there', {
      reason: 'secret-gone',
      values: { name: nameOf(from) },
    });
  try {
    await vault.write(to, found.data, { checkAndSet: 0 });
  } catch (error) {
    if (!isFailure(error) || error.data.reason !== 'secret-changed') throw error;
    throw failure('conflict', 'There is a secret of that name', {
      reason: 'secret-exists',
      values: { name: nameOf(to) },
      field: 'to',
    });
  }
  if (metadata && Object.keys(metadata.custom).length > 0) await vault.describe(to, metadata.custom);
  const now = await vault.metadata(from);
  if (now && now.currentVersion !== found.version) {
    if ((await vault.metadata(to))?.currentVersion === 1) await vault.destroy(to);
    throw failure('conflict', 'The secret was changed while it was renamed', {
      reason: 'secret-changed',
      values: { name: nameOf(from) },
    });
  }
  try {
    await vault.destroy(from);
  } catch (error) {
    if (!isFailure(error)) throw error;
    throw failure(error.code, 'The secret was copied, but the old one could not be removed', {
      ...error.data,
      reason: 'secret-half-renamed',
      values: { name: nameOf(from), to: nameOf(to) },
    });
  }
}
