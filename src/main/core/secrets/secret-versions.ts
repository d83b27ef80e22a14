/** Versions of a secret as the screens show them. Pure. */
import { failure, type Failure } from '../../../shared/contract/errors.ts';
import type { SecretVersionSummary } from '../../../shared/contract/secrets.ts';
import type { SecretMetadata } from '../platform/vault/client.ts';
import { nameOf } from './secret-path.ts';

/** In ascending order; a deletion that lies ahead of `now` has not happened. */
export function summariesOf({ versions }: SecretMetadata, now: number): SecretVersionSummary[] {
  return versions.map(({ version, createdAt, deletedAt, destroyed, by }) => {
    const deleted = deletedAt === undefined ? Number.NaN : Date.parse(deletedAt);
    return {
      version,
      createdAt: Date.parse(createdAt),
      ...(deleted <= now && { deletedAt: deleted }),
      destroyed,
      ...(by !== undefined && { by }),
    };
  });
}

/** Why a write was refused: who wrote in the meantime, as far as Vault tells. */
export function conflictOf(path: string, metadata: SecretMetadata | undefined): Failure {
  const newest = metadata?.versions.at(-1);
  return failure('conflict', 'The secret was changed elsewhere', {
    reason: !newest ? 'secret-changed' : newest.by ? 'secret-changed-by' : 'secret-changed-at',
    values: {
      name: nameOf(path),
      ...(newest && { version: newest.version, at: Date.parse(newest.createdAt) }),
      ...(newest?.by && { by: newest.by }),
    },
  });
}
