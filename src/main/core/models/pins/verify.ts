/** Compares what came with what the server told of it. */
import { failure } from '../../../../shared/contract/errors.ts';
import { bareEtag, compositeEtag } from '../../platform/s3/etag.ts';
import { digestsOf } from './digests.ts';
import type { Proof } from './version-source.ts';

/**
 * The SHA-256 of a file whose bytes are those that the server holds, as far as it says.
 * @throws Failure `unreachable` with `pin-checksum`; Error of Node
 */
export async function verifiedHash(
  file: string,
  expected: Proof & { readonly bytes: number },
  of: { readonly name: string; readonly path: string; readonly host: string },
  signal: AbortSignal,
): Promise<string> {
  const { md5, composite, bytes } = expected;
  const found = await digestsOf({ file, md5: md5 !== undefined, partSize: composite?.partSize }, signal);
  const holds =
    found.bytes === bytes &&
    (md5 === undefined || found.md5 === md5) &&
    (!composite || compositeEtag(found.parts ?? []) === bareEtag(composite.etag));
  if (holds) return found.sha256;
  throw failure('unreachable', 'The checksum is wrong', {
    reason: 'pin-checksum',
    values: { name: of.name, file: of.path, host: of.host },
  });
}
