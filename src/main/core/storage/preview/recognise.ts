/** What an object is, by its first bytes; by its name only where bytes do not tell. Pure. */
import { detectEncoding } from './formats/decode.ts';
import { looksLikeDbf } from './formats/dbf.ts';
import { mediaOf, type Media } from './media.ts';
import type { Parser } from './jobs.ts';

export type Recognised =
  | { readonly kind: 'media'; readonly media: Media }
  | { readonly kind: 'read'; readonly parser: Parser; readonly format: string }
  | {
      readonly kind: 'named';
      readonly format: string;
      readonly reason: 'code' | 'no-reader' | 'encrypted' | 'folder';
    }
  | { readonly kind: 'bytes' };

/** Files that are programs once they are opened, whatever they are packed in. */
// prettier-ignore
const code: Readonly<Record<string, string>> = {
  rds: 'rds', rda: 'rdata', rdata: 'rdata', pkl: 'pickle', pickle: 'pickle', joblib: 'joblib',
  dill: 'pickle', pt: 'pytorch', pth: 'pytorch', ckpt: 'pytorch', h5py: 'hdf5', mar: 'torchserve',
  qs: 'rdata',
};

// prettier-ignore
const parserByEnding: Readonly<Record<string, Parser>> = {
  csv: 'csv', tsv: 'csv', tab: 'csv', psv: 'csv', json: 'json', geojson: 'json', jsonl: 'jsonl',
  ndjson: 'jsonl', ipynb: 'notebook', md: 'markdown', markdown: 'markdown', dbf: 'dbf', tar: 'tar',
};

/** What an ending promises, in the words by which `mismatch` names it. */
// prettier-ignore
const promised: Readonly<Record<string, string>> = {
  png: 'png', jpg: 'jpeg', jpeg: 'jpeg', gif: 'gif', webp: 'webp', avif: 'avif', bmp: 'bmp', svg: 'svg',
  pdf: 'pdf', parquet: 'parquet', xlsx: 'zip', ods: 'zip', zip: 'zip', gz: 'gzip', tgz: 'gzip', tar: 'tar',
  sav: 'sav', zsav: 'sav', mp3: 'mpeg', wav: 'wav', flac: 'flac', mp4: 'mp4', webm: 'webm', csv: 'text',
  tsv: 'text', txt: 'text', json: 'text', md: 'text', ipynb: 'text', py: 'text', r: 'text', sql: 'text',
  yaml: 'text', yml: 'text', feather: 'arrow', arrow: 'arrow', xls: 'xls', dta: 'dta',
  sas7bdat: 'sas7bdat',
};

const starts = (bytes: Uint8Array, text: string, at = 0) =>
  Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text;

/** The ending of a name, in lower case, without its dot; empty where there is none. */
export function endingOf(name: string): string {
  const file = name.slice(name.lastIndexOf('/') + 1);
  return file.includes('.') ? file.slice(file.lastIndexOf('.') + 1).toLowerCase() : '';
}

/** Formats told by their first bytes alone. */
function byMagic(head: Uint8Array, size: number): Recognised | undefined {
  const named = (format: string, reason: 'code' | 'no-reader' | 'encrypted'): Recognised => ({
    kind: 'named',
    format,
    reason,
  });
  const read = (parser: Parser, format: string = parser): Recognised => ({ kind: 'read', parser, format });
  if (starts(head, 'PAR1')) return read('parquet');
  if (starts(head, 'PARE')) return named('parquet', 'encrypted');
  const media = mediaOf(head);
  if (media) return { kind: 'media', media };
  if (starts(head, 'PK\u0003\u0004') || starts(head, 'PK\u0005\u0006')) return read('zip');
  if (head[0] === 0x1f && head[1] === 0x8b) return read('gzip');
  if (starts(head, 'ustar', 257)) return read('tar');
  if (starts(head, '$FL2') || starts(head, '$FL3')) return read('sav');
  if (starts(head, '<stata_dta>')) return named('dta', 'no-reader');
  if (starts(head, '\u0000'.repeat(12) + '\u00c2\u00ea\u0081\u0060')) return named('sas7bdat', 'no-reader');
  if (starts(head, 'HEADER RECORD*******LIB')) return named('sas-xport', 'no-reader');
  if (starts(head, 'ARROW1') || starts(head, 'FEA1')) return named('arrow', 'no-reader');
  if (starts(head, 'ORC')) return named('orc', 'no-reader');
  if (starts(head, 'Obj\u0001')) return named('avro', 'no-reader');
  if (starts(head, 'SQLite format 3\u0000')) return named('sqlite', 'no-reader');
  if (starts(head, 'DUCK', 8) && size >= 12_288) return named('duckdb', 'no-reader');
  if (starts(head, '\u0089HDF\r\n\u001a\n')) return named('hdf5', 'no-reader');
  if (starts(head, '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1')) return named('xls', 'no-reader');
  if (starts(head, '\u0093NUMPY')) return named('numpy', 'no-reader');
  if (starts(head, '7z\u00bc\u00af\u0027\u001c')) return named('7z', 'no-reader');
  if (starts(head, 'Rar!\u001a\u0007')) return named('rar', 'no-reader');
  if (starts(head, '\u00fd7zXZ\u0000')) return named('xz', 'no-reader');
  if (starts(head, 'BZh') && starts(head, '1AY&SY', 4)) return named('bzip2', 'no-reader');
  if (starts(head, '(\u00b5/\u00fd')) return named('zstd', 'no-reader');
  if (
    /^-----BEGIN PGP MESSAGE-----|^age-encryption\.org\/|^Salted__|^\$ANSIBLE_VAULT/.test(
      Buffer.from(head.subarray(0, 40)).toString('latin1'),
    )
  )
    return named('encrypted', 'encrypted');
  if (starts(head, 'RDX2\n') || starts(head, 'RDX3\n') || starts(head, 'X\n\u0000\u0000'))
    return named('rdata', 'code');
  if (
    head[0] === 0x80 &&
    (head[1] ?? 0) >= 2 &&
    (head[1] ?? 0) <= 5 &&
    /^[\u0095}\](K\u008cq.cX]/.test(String.fromCharCode(head[2] ?? 0))
  )
    return named('pickle', 'code');
  return undefined;
}

/** What an object is. @param size bytes of the object. */
export function recognise(head: Uint8Array, name: string, size: number): Recognised {
  if (name.endsWith('/') && size === 0) return { kind: 'named', format: 'folder', reason: 'folder' };
  const ending = endingOf(name);
  const isGeneric = (found: Recognised | undefined) =>
    found === undefined || (found.kind === 'read' && (found.parser === 'zip' || found.parser === 'gzip'));
  const magic = byMagic(head, size);
  if (Object.hasOwn(code, ending) && isGeneric(magic) && size > 0)
    return { kind: 'named', format: code[ending] ?? ending, reason: 'code' };
  if (magic) return magic;
  const isText = size === 0 || detectEncoding(head) !== undefined;
  const parser = Object.hasOwn(parserByEnding, ending) ? parserByEnding[ending] : undefined;
  if (size === 0)
    return { kind: 'read', parser: parser === 'markdown' ? 'markdown' : 'text', format: 'text' };
  if (!isText) {
    if (ending === 'dbf' && looksLikeDbf(head, size)) return { kind: 'read', parser: 'dbf', format: 'dbf' };
    if (ending === 'tar') return { kind: 'read', parser: 'tar', format: 'tar' };
    if (ending === 'dta' && (head[0] ?? 0) >= 102 && (head[0] ?? 0) <= 115)
      return { kind: 'named', format: 'dta', reason: 'no-reader' };
    return { kind: 'bytes' };
  }
  if (parser && parser !== 'dbf' && parser !== 'tar') return { kind: 'read', parser, format: ending };
  return { kind: 'read', parser: 'text', format: 'text' };
}

/** Where name and bytes disagree: what the ending promises and what was found. */
export function mismatchOf(
  name: string,
  found: Recognised,
  size: number,
): { extension: string; found: string } | undefined {
  const ending = endingOf(name);
  const promise = Object.hasOwn(promised, ending) ? promised[ending] : undefined;
  if (promise === undefined || size === 0 || found.kind === 'named') return undefined;
  const texts: readonly string[] = ['text', 'markdown', 'notebook', 'csv', 'json', 'jsonl'];
  const is =
    found.kind === 'bytes'
      ? 'bytes'
      : found.kind === 'media'
        ? found.media.name
        : texts.includes(found.parser)
          ? 'text'
          : found.parser;
  return is === promise || (promise === 'text' && is === 'svg')
    ? undefined
    : { extension: ending, found: is };
}
