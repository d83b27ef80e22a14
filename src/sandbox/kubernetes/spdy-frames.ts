/** Frames of SPDY/3.1 as far as port forwarding needs them (draft-mbelshe-httpbis-spdy-00, section 2.6). */
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';

export const frameType = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const;

export const finFlag = 0x01;

export type Frame =
  | { kind: 'data'; stream: number; fin: boolean; payload: Buffer }
  | { kind: 'control'; type: number; flags: number; payload: Buffer };

/** Cuts a stream of bytes into frames; what is incomplete waits for the next call. Throws on a frame of another protocol version. */
export function createFrameReader(): (bytes: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const frames: Frame[] = [];
    while (rest.length >= 8) {
      const length = rest.readUIntBE(5, 3);
      if (rest.length < 8 + length) break;
      const first = rest.readUInt32BE(0);
      const flags = rest[4] ?? 0;
      const payload = rest.subarray(8, 8 + length);
      if (first >>> 31 === 0)
        frames.push({ kind: 'data', stream: first, fin: (flags & finFlag) !== 0, payload });
      else {
        const version = (first >>> 16) & 0x7fff;
        if (version !== 3) throw new Error(`SPDY version ${version} is not understood`);
        frames.push({ kind: 'control', type: first & 0xffff, flags, payload });
      }
      rest = rest.subarray(8 + length);
    }
    return frames;
  };
}

/** A data frame. */
export function dataFrame(stream: number, payload: Uint8Array, fin: boolean): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(stream & 0x7fffffff, 0);
  head[4] = fin ? finFlag : 0;
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

/** A control frame of version 3. */
export function controlFrame(type: number, flags: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x8003, 0);
  head.writeUInt16BE(type, 2);
  head[4] = flags;
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

/** Numbers of 32 bits one after the other, as most control frames hold. */
export function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, index * 4));
  return bytes;
}

// The dictionary both ends start from (section 2.6.10.1): names and values with their lengths before them, then plain text.
const dictionaryEntries = [
  'options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow',
  'authorization cache-control connection content-base content-encoding content-language content-length content-location',
  'content-md5 content-range content-type date etag expect expires from host if-match if-modified-since if-none-match',
  'if-range if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range',
  'referer retry-after server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status',
]
  .join(' ')
  .split(' ')
  .concat('200 OK', 'version', 'HTTP/1.1', 'url', 'public', 'set-cookie', 'keep-alive', 'origin');

const dictionaryText =
  '100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505' +
  '203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden' +
  '404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable' +
  'Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT' +
  'chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,' +
  'publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.';

/** The compression dictionary of SPDY/3, 1,423 bytes. */
export const dictionary = Buffer.concat([
  ...dictionaryEntries.flatMap((entry) => [words(entry.length), Buffer.from(entry, 'ascii')]),
  Buffer.from(dictionaryText, 'ascii'),
]);

export type Headers = Record<string, string>;

/** Header blocks of one connection: both directions keep one compression state from the first frame to the last. */
interface HeaderCodec {
  /** Reads a block. Must be called in the order of the frames. */
  read(block: Buffer): Promise<Headers>;
  write(headers: Headers): Promise<Buffer>;
  close(): void;
}

/** A codec at the start of a connection. */
export function createHeaderCodec(): HeaderCodec {
  const inflate = createInflate({ dictionary, flush: constants.Z_SYNC_FLUSH });
  const deflate = createDeflate({ dictionary });
  return {
    read: async (block) => parseHeaders(await pass(inflate, block)),
    write: (headers) => pass(deflate, headerBlock(headers)),
    close: () => {
      inflate.close();
      deflate.close();
    },
  };
}

/** Passes bytes through a compressor and answers what comes out once it is flushed. */
function pass(through: Inflate | Deflate, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const collect = (part: Buffer) => void parts.push(part);
    const finish = (error?: Error | null) => {
      through.off('data', collect).off('error', finish);
      if (error) reject(error);
      else resolve(Buffer.concat(parts));
    };
    through.on('data', collect).once('error', finish);
    through.write(bytes, (error) => {
      if (error) finish(error);
      else through.flush(constants.Z_SYNC_FLUSH, () => finish());
    });
  });
}

function headerBlock(headers: Headers): Buffer {
  const entries = Object.entries(headers);
  const parts = [words(entries.length)];
  for (const text of entries.flat()) parts.push(words(Buffer.byteLength(text)), Buffer.from(text, 'utf8'));
  return Buffer.concat(parts);
}

function parseHeaders(block: Buffer): Headers {
  const headers: Headers = {};
  let position = 4;
  const text = () => {
    const length = block.readUInt32BE(position);
    position += 4 + length;
    return block.toString('utf8', position - length, position);
  };
  const count = block.length >= 4 ? block.readUInt32BE(0) : 0;
  for (let index = 0; index < count; index += 1) {
    const name = text().toLowerCase();
    headers[name] = text();
  }
  return headers;
}
