/** Request bodies: JSON, YAML and protobuf, at most three mebibytes as in the real server. */
import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import { protobufMediaType, readProtobuf } from './protobuf.ts';
import { isFields, type Fields } from './shape.ts';
import { badRequest, StatusError, unsupportedMediaType } from './status.ts';

const largest = 3 * 1024 * 1024;

/** The whole body. Throws 413 when it is larger than the server takes. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) {
      throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${largest}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The media type without parameters, in lower case; `application/json` when none is given. */
export function mediaTypeOf(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Reads JSON or YAML text. Throws 400 when it is neither. */
export function parseText(text: string, mediaType: string): unknown {
  try {
    return mediaType.endsWith('yaml') ? parse(text) : JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(`couldn't get version/kind; json parse error: ${why}`);
  }
}

/** The object in a request's body, or undefined when the body is empty. Throws 400 or 415. */
export async function readObject(request: IncomingMessage): Promise<Fields | undefined> {
  const body = await readBody(request);
  if (body.length === 0) return undefined;
  const mediaType = mediaTypeOf(request);
  if (mediaType === protobufMediaType) return readProtobuf(body);
  if (!['application/json', 'application/yaml', 'text/plain', '*/*'].includes(mediaType)) {
    throw unsupportedMediaType(mediaType, `application/json, application/yaml, ${protobufMediaType}`);
  }
  const value = parseText(body.toString('utf8'), mediaType);
  if (!isFields(value)) throw badRequest('the body of the request must be an object');
  return value;
}
