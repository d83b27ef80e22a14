import { quoted } from './attributes.ts';
import type { Headers } from './body.ts';
import { S3Error } from './errors.ts';
import type { Version } from './model.ts';

type Dated = Pick<Version, 'etag' | 'modified'>;

const names = (header: string, etag: string): boolean =>
  header
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((one) => one === '*' || one === etag);

/** HTTP dates have no fractions of a second, so neither side of a comparison may have. */
const modifiedAfter = (object: Dated, date: string): boolean | undefined => {
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : Math.floor(object.modified / 1000) * 1000 > time;
};

const failed = (object: Dated): S3Error =>
  new S3Error('PreconditionFailed', { headers: { etag: quoted(object.etag) } });

/**
 * What a conditional read answers: `not-modified` or the object. Throws PreconditionFailed.
 * Source: RFC 9110, 13.2.2, in the order of a MinIO server, which asks If-None-Match first.
 */
export const readCondition = (object: Dated, headers: Headers, prefix = ''): 'send' | 'not-modified' => {
  const noneMatch = headers[`${prefix}if-none-match`];
  if (noneMatch !== undefined && names(noneMatch, object.etag)) return 'not-modified';
  const since = headers[`${prefix}if-modified-since`];
  if (since !== undefined && noneMatch === undefined && modifiedAfter(object, since) === false)
    return 'not-modified';
  const match = headers[`${prefix}if-match`];
  if (match !== undefined && !names(match, object.etag)) throw failed(object);
  const unmodified = headers[`${prefix}if-unmodified-since`];
  if (unmodified !== undefined && match === undefined && modifiedAfter(object, unmodified))
    throw failed(object);
  return 'send';
};

/**
 * Holds a write to its conditions: `If-None-Match: *` wants no such key, `If-Match` this very ETag. Throws
 * PreconditionFailed, or NoSuchKey where there is nothing to match.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html.
 */
export const writeCondition = (current: Version | undefined, headers: Headers): void => {
  const object = current && !current.marker ? current : undefined;
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined && object && names(noneMatch, object.etag)) throw failed(object);
  const match = headers['if-match'];
  if (match === undefined) return;
  if (!object) throw new S3Error('NoSuchKey');
  if (!names(match, object.etag)) throw failed(object);
};

/** A range of bytes; `end` is not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The single range that a `Range` header asks for; undefined when it asks for several or cannot be read, and is then to
 * be ignored. Throws InvalidRange when it lies outside. Source: RFC 9110, 14.1.2 and 14.2.
 */
export const rangeOf = (header: string | undefined, size: number): ByteRange | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (start >= size)
    throw new S3Error('InvalidRange', {
      fields: { ActualObjectSize: String(size), RangeRequested: (header ?? '').replace(/^bytes=/, '') },
    });
  return { start, end };
};
