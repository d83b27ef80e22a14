/** Hands a file of this laptop to the core. */
import type { SourceFile } from '../../shared/contract/annotation/nomenclatures.ts';
import { failure } from '../../shared/contract/errors.ts';
import { core } from './core.ts';

/**
 * Announces the file and sends its bytes to the address that was named.
 * @throws Failure `no-space` where the disk is full, `unreachable` where the bytes did not arrive
 */
export async function sendFile(file: File, signal?: AbortSignal): Promise<SourceFile> {
  const { name, size } = file;
  const { id, address } = await core.annotation.announceFile({ name, size }, signal ? { signal } : {});
  const answer = await fetch(address, { method: 'PUT', body: file, ...(signal && { signal }) });
  if (!answer.ok)
    throw failure(answer.status === 507 ? 'no-space' : 'unreachable', 'The file could not be taken in', {
      reason: answer.status === 507 ? 'disk-full' : 'dropped-unreadable',
      values: { name },
    });
  return { kind: 'sent', id, name };
}
