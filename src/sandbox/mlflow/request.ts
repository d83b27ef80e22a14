/** What a request says: its query, or its body as JSON. */
import type { IncomingMessage } from 'node:http';
import { invalid } from './errors.ts';
import { QueryValues, type Raw } from './fields.ts';

const largestBody = 64 << 20;

const queryOf = (query: URLSearchParams): Raw =>
  Object.fromEntries([...new Set(query.keys())].map((name) => [name, QueryValues.from(query.getAll(name))]));

const isObject = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The fields of a request: of a GET its query, of others its body. What is no JSON counts as nothing said, and JSON
 * inside a JSON text is read (the ways of MLflow's server). @throws MlflowError for another type of content
 */
export async function readRequest(request: IncomingMessage, query: URLSearchParams): Promise<Raw> {
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (isReading && query.size > 0) return queryOf(query);
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largestBody) throw invalid('The request is too large.');
    pieces.push(piece);
  }
  const type = request.headers['content-type'];
  if (!isReading && request.method !== 'DELETE' && type?.split(';')[0] !== 'application/json')
    throw invalid(`Bad Request. Content-Type must be one of ['application/json'].`);
  try {
    const once: unknown = JSON.parse(Buffer.concat(pieces).toString());
    const value: unknown = typeof once === 'string' ? JSON.parse(once) : once;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
