/** A file that the team shares, by the address that the platform names. */
import path from 'node:path';
import { failure } from '../../../../shared/contract/errors.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { SourceBytes } from './read-file.ts';
import { largestFile } from './reading.ts';

export interface Fetched extends SourceBytes {
  readonly etag: string | undefined;
}

type Way = Pick<AnnotationContext, 'network' | 'endpoint' | 'homeProfile'>;

/** Fetches the file unless it is still the one of this ETag; then undefined. @throws Failure */
export async function fetchTeamFile(
  context: Way,
  address: string,
  etag: string | undefined,
  signal: AbortSignal,
): Promise<Fetched | undefined> {
  const url = URL.parse(address);
  const headers = etag === undefined ? undefined : { 'if-none-match': etag };
  if (url?.protocol === 's3:') return fromStorage(context, url, headers, signal);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw failure('invalid-input', 'Not an address of a nomenclature', {
      reason: 'nomenclature-address',
      values: { address },
    });
  const answer = await context.network.fetch(address, { signal, ...(headers && { headers }) });
  if (answer.status === 304) {
    await answer.body?.cancel();
    return undefined;
  }
  if (!answer.ok) {
    await answer.body?.cancel();
    throw failure(
      answer.status === 404 ? 'not-found' : answer.status === 403 ? 'forbidden' : 'unreachable',
      `${answer.status}`,
      {
        reason: 'nomenclature-not-had',
        values: { address, status: answer.status },
      },
    );
  }
  const bytes = await capped(answer.body ?? [], address);
  return { name: nameOf(url), bytes, etag: answer.headers.get('etag') ?? undefined };
}

async function fromStorage(
  { endpoint, homeProfile }: Way,
  url: URL,
  headers: Record<string, string> | undefined,
  signal: AbortSignal,
): Promise<Fetched | undefined> {
  if (homeProfile === undefined)
    throw failure('unsupported', 'The platform has no storage', {
      reason: 'nomenclature-no-storage',
      values: { address: url.href },
    });
  const key = decodeURIComponent(url.pathname.slice(1));
  const answer = await endpoint(homeProfile).send({
    method: 'GET',
    bucket: url.host,
    key,
    signal,
    ...(headers && { headers }),
  });
  if (answer.status === 304) {
    answer.finish();
    return undefined;
  }
  try {
    const bytes = await capped(answer.body, url.href);
    return { name: nameOf(url), bytes, etag: answer.headers['etag'] };
  } finally {
    answer.drop();
  }
}

async function capped(body: AsyncIterable<unknown> | Iterable<unknown>, address: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    pieces.push(piece as Uint8Array);
    size += (piece as Uint8Array).length;
    if (size > largestFile)
      throw failure('invalid-input', 'The file is too big for a nomenclature', {
        reason: 'nomenclature-too-big',
        values: { name: address, megabytes: largestFile / 1024 ** 2 },
      });
  }
  return Buffer.concat(pieces);
}

const nameOf = (url: URL): string => decodeURIComponent(path.posix.basename(url.pathname));

/** The address of an object as a platform file names it: `s3://` where it is of the home profile. */
export function teamAddress(
  { endpoint, homeProfile }: Pick<Way, 'endpoint' | 'homeProfile'>,
  to: { readonly profile: string; readonly bucket: string; readonly key: string },
): string {
  if (to.profile !== homeProfile) return endpoint(to.profile).address(to.bucket, to.key).href;
  return `s3://${to.bucket}/${to.key.split('/').map(encodeURIComponent).join('/')}`;
}
