/** Tokens of pages: base 64 of a JSON with the offset, as MLflow makes them (`utils/search_utils.py`). */
import { invalid } from './errors.ts';

/** The token of the page that begins at an offset. */
export const pageToken = (offset: number): string => Buffer.from(`{"offset": ${offset}}`).toString('base64');

/** The offset of a token; 0 without one. @throws MlflowError */
export function pageOffset(token: string | undefined): number {
  if (!token) return 0;
  const text = Buffer.from(token, 'base64').toString();
  if (token.length % 4 !== 0) throw invalid('Invalid page token, could not base64-decode');
  let read: { offset?: unknown };
  try {
    read = JSON.parse(text) as { offset?: unknown };
  } catch {
    throw invalid(`Invalid page token, decoded value=b'${text}'`);
  }
  const offset = Number(read.offset);
  if (!Number.isInteger(offset) || offset < 1)
    throw invalid(`Invalid page token, parsed value=${JSON.stringify(read)}`);
  return offset;
}

/** A page of rows of which one more than wanted was asked for. */
export function paged<T>(rows: readonly T[], offset: number, wanted: number): { page: T[]; token?: string } {
  if (rows.length <= wanted) return { page: [...rows] };
  return { page: rows.slice(0, wanted), token: pageToken(offset + wanted) };
}
