/**
 * A server that answers lists of any length from one page whose digits are exchanged: it costs next to nothing, so that what is
 * measured is the reader. `node canned-pages.ts ROWS` runs it as a program: it prints its address, and ends with its input.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

/** How it misbehaves. */
export type Misbehaviour =
  /** Every page gives the token of the second. */
  | 'same-token'
  /** Every page is the first, under tokens that grow. */
  | 'same-page'
  /** Says that there is more without saying where. */
  | 'no-token'
  /** Pages without rows and without an end. */
  | 'empty-pages'
  /** Answers only when it behaves again. */
  | 'silent'
  /** A page of a proxy. */
  | 'html'
  /** The first page, then one of a proxy. */
  | 'html-later'
  /** The second page ends in its middle as if it were whole. */
  | 'short'
  /** Keys that end in the middle of what the server said their bytes are. */
  | 'hanging-up';

export interface CannedPages {
  readonly url: string;
  /** Lists that were asked for. */
  readonly requests: () => number;
  misbehave(how: Misbehaviour | undefined): void;
  stop(): Promise<void>;
}

const pageRows = 1000;
const numberDigits = 4;

/** Starts it on 127.0.0.1 with so many rows; every bucket holds them, under every prefix. */
export async function startCannedPages(rows: number): Promise<CannedPages> {
  let asked = 0;
  let misbehaviour: Misbehaviour | undefined;
  const pages = Math.ceil(rows / pageRows);
  const unanswered: (() => void)[] = [];

  function answer(number: number, response: ServerResponse): void {
    const send = (body: Buffer | string, type = 'application/xml', length = Buffer.byteLength(body)) => {
      response.writeHead(200, { 'content-type': type, 'content-length': length });
      response.end(body);
    };
    const isLast = number + 1 >= pages;
    const token = String(number + 1);
    switch (misbehaviour) {
      case 'same-token':
        return send(page(number, pageRows, '1'));
      case 'same-page':
        return send(page(0, pageRows, token));
      case 'no-token':
        return send(page(number, pageRows, ''));
      case 'empty-pages':
        return send(page(number, 0, token));
      case 'silent':
        unanswered.push(() => answer(number, response));
        return undefined;
      case 'html':
        return send('<!DOCTYPE html><html><body>Sign in here</body></html>', 'text/html');
      case 'html-later':
        if (number > 0) return send('<html><body>Sign in here</body></html>', 'text/html');
        break;
      case 'short':
        if (number > 0) return send(page(number, pageRows, token).subarray(0, 200_000));
        break;
      case 'hanging-up': {
        if (number === 0) break;
        const body = page(number, pageRows, token);
        response.writeHead(200, { 'content-length': body.length });
        response.write(body.subarray(0, 150_000), () => response.destroy());
        return undefined;
      }
      case undefined:
    }
    return send(page(number, Math.min(pageRows, rows - number * pageRows), isLast ? undefined : token));
  }

  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://x').searchParams;
    asked += 1;
    answer(Number(query.get('continuation-token') ?? '0'), response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => asked,
    misbehave(how) {
      misbehaviour = how;
      for (const answerNow of unanswered.splice(0)) answerNow();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const key = (row: number) => `donnees/sirene/annee=2026/lot-0000-${String(row).padStart(3, '0')}.parquet`;

/** Rows of a page with zeros where numbers stand, and the places of the zeros. */
const template = (() => {
  const pieces: Buffer[] = [];
  const places: { number: number; size: number; end: number }[] = [];
  let length = 0;
  for (let row = 0; row < pageRows; row += 1) {
    const digest = (row * 2_654_435_761).toString(16).padStart(16, '0').slice(0, 16);
    const piece = Buffer.from(
      `<Contents><Key>${key(row)}</Key><LastModified>2026-11-${String(1 + (row % 28)).padStart(2, '0')}T13:51:42.242Z</LastModified>` +
        `<ETag>&#34;${digest}${digest}&#34;</ETag><Size>100000000</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    );
    places.push({
      number: length + piece.indexOf('lot-') + 4,
      size: length + piece.indexOf('<Size>') + 6,
      end: length + piece.length,
    });
    pieces.push(piece);
    length += piece.length;
  }
  return { bytes: Buffer.concat(pieces), places };
})();

/** A page; `token` empty: it says that there is more and not where; undefined: the last. */
function page(number: number, rows: number, token: string | undefined): Buffer {
  const head = Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
      `<Name>canned</Name><Prefix></Prefix>${token ? `<NextContinuationToken>${token}</NextContinuationToken>` : ''}` +
      `<KeyCount>${rows}</KeyCount><MaxKeys>${pageRows}</MaxKeys><IsTruncated>${token !== undefined}</IsTruncated>`,
  );
  const end = rows === 0 ? 0 : (template.places[rows - 1]?.end ?? 0);
  const tail = '<EncodingType>url</EncodingType></ListBucketResult>';
  const all = Buffer.allocUnsafe(head.length + end + tail.length);
  head.copy(all);
  template.bytes.copy(all, head.length, 0, end);
  all.write(tail, head.length + end, 'latin1');
  for (let row = 0; row < rows; row += 1) {
    const place = template.places[row];
    if (!place) break;
    writeDigits(all, head.length + place.number, number, numberDigits);
    writeDigits(all, head.length + place.size + 1, ((number * pageRows + row) * 48_271) % 99_999_989, 8);
  }
  return all;
}

function writeDigits(bytes: Buffer, at: number, value: number, digits: number): void {
  let rest = value;
  for (let place = at + digits - 1; place >= at; place -= 1) {
    bytes[place] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const server = await startCannedPages(Number(positionals[0] ?? 1_000_000));
  process.stdout.write(`${server.url}\n`);
  process.stdin.resume().on('end', () => void server.stop().then(() => process.exit(0)));
}
