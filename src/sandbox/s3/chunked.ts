import { createHash } from 'node:crypto';
import type { ChunkSigner } from './authenticate.ts';
import { S3Error } from './errors.ts';
import { chunkStringToSign, sameSignature, sign, trailerStringToSign } from './signature.ts';

/** The longest line of a framing (a chunk's size and signature, or a trailing header) that is still read, in bytes. */
const longestLine = 8192;

/** Bytes of a stream, by line and by count, without ever holding more than one piece of it and one line. */
class Pieces {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    this.#held = this.#held.length ? Buffer.concat([this.#held, value]) : value;
    return true;
  }

  /** The next line without its CR LF; throws IncompleteBody when there is none. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#held.toString('latin1', 0, end);
        this.#held = this.#held.subarray(end + 2);
        return line;
      }
      if (this.#held.length > longestLine || !(await this.#more())) throw new S3Error('IncompleteBody');
    }
  }

  /** Up to `limit` bytes; throws IncompleteBody at the end of the stream. */
  async take(limit: number): Promise<Buffer> {
    if (this.#held.length === 0 && !(await this.#more())) throw new S3Error('IncompleteBody');
    const taken = this.#held.subarray(0, limit);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }
}

const chunkHeader = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/;

/**
 * Takes the `aws-chunked` framing off a body, checking each chunk's signature where they are signed, and hands the
 * trailing headers (names in lower case) to `trailers`. What was yielded is only good once the iterator ended:
 * a wrong signature shows after its chunk. Throws S3Error SignatureDoesNotMatch or IncompleteBody.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html.
 */
export async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  signer: ChunkSigner | undefined,
  trailers?: (name: string, value: string) => void,
): AsyncGenerator<Buffer> {
  const pieces = new Pieces(source);
  let previous = signer?.seed ?? '';
  for (;;) {
    const [, size, signature] = chunkHeader.exec(await pieces.line()) ?? [];
    if (size === undefined) throw new S3Error('IncompleteBody');
    const hash = signer && createHash('sha256');
    let left = parseInt(size, 16);
    const last = left === 0;
    while (left > 0) {
      const bytes = await pieces.take(left);
      left -= bytes.length;
      hash?.update(bytes);
      yield bytes;
    }
    if (signer && hash) {
      const text = chunkStringToSign(signer.time, signer.scope, previous, hash.digest('hex'));
      if (!sameSignature(sign(signer.key, text), signature ?? '')) throw new S3Error('SignatureDoesNotMatch');
      previous = signature ?? '';
    }
    if (last) break;
    if ((await pieces.line()) !== '') throw new S3Error('IncompleteBody');
  }
  let signed = '';
  let trailerSignature: string | undefined;
  for (let line = await pieces.line(); line !== ''; line = await pieces.line()) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new S3Error('IncompleteBody');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') trailerSignature = value;
    else {
      signed += `${name}:${value}\n`;
      trailers?.(name, value);
    }
  }
  if (signer && trailers && signed) {
    const text = trailerStringToSign(signer.time, signer.scope, previous, signed);
    if (!sameSignature(sign(signer.key, text), trailerSignature ?? ''))
      throw new S3Error('SignatureDoesNotMatch');
  }
}
