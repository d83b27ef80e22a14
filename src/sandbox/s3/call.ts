import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAllowed } from './access.ts';
import type { Payload } from './authenticate.ts';
import type { Bodies } from './bodies.ts';
import { receiveText } from './body.ts';
import type { Headers } from './body.ts';
import type { Catalogue } from './catalogue.ts';
import { S3Error } from './errors.ts';
import type { Bucket, Identity } from './model.ts';
import type { Uploads } from './uploads.ts';
import { parseXml, xmlDocument } from './xml.ts';
import type { XmlElement, XmlFields } from './xml.ts';

/** What every operation works on. */
export interface Storage {
  readonly catalogue: Catalogue;
  readonly uploads: Uploads;
  readonly bodies: Bodies;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A request whose sender is known. `bucket` and `key` are empty where the address names none. */
export interface Call {
  readonly storage: Storage;
  readonly identity: Identity;
  readonly payload: Payload;
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: string;
}

/** The owner that every listing names. */
export const owner = {
  ID: '5a4b2f0e1c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f',
  DisplayName: 'sandbox',
} as const;

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Refuses what the sender may not do: AccessDenied, also for a bucket that does not exist; NoSuchBucket else. */
export const allowedBucket = (call: Call, action: string, key = call.key, bucket = call.bucket): Bucket => {
  const found = call.storage.catalogue.bucket(bucket);
  if (!mayDo(call, action, key, bucket)) throw new S3Error('AccessDenied');
  if (!found) throw new S3Error('NoSuchBucket');
  return found;
};

/** Whether the sender may do something to a bucket (`key` empty) or an object. */
export const mayDo = (call: Call, action: string, key: string, bucket = call.bucket): boolean =>
  isAllowed(call.identity, call.storage.catalogue.bucket(bucket), {
    action: `s3:${action}`,
    bucket,
    key: key === '' ? undefined : key,
    conditions: {
      's3:prefix': call.query.get('prefix') ?? '',
      's3:delimiter': call.query.get('delimiter') ?? undefined,
      's3:max-keys': call.query.get('max-keys') ?? undefined,
      'aws:sourceip': call.request.socket.remoteAddress,
      'aws:referer': call.headers['referer'],
      'aws:useragent': call.headers['user-agent'],
      'aws:securetransport': 'false',
    },
  });

/** Answers without a body. */
export const sendEmpty = (call: Call, status: number, headers: Record<string, string> = {}): void => {
  const { response } = call;
  response.writeHead(
    status,
    status === 204 || status === 304 ? headers : { ...headers, 'content-length': '0' },
  );
  response.end();
};

/** Answers an XML document. */
export const sendXml = (
  call: Call,
  root: string,
  fields: XmlFields,
  headers: Record<string, string> = {},
): void => {
  const body = Buffer.from(xmlDocument(root, fields, namespace));
  call.response.writeHead(200, {
    'content-type': 'application/xml',
    'content-length': String(body.length),
    ...headers,
  });
  call.response.end(body);
};

/** Reads the small document that came with a request. */
export const receiveDocument = (call: Call): Promise<string> =>
  receiveText(call.request, call.headers, call.payload);

/** Reads the XML that came with a request; throws MalformedXML. */
export const receiveXml = async (call: Call): Promise<XmlElement> => parseXml(await receiveDocument(call));

/** A time as S3 writes it in XML. */
export const isoTime = (time: number): string => new Date(time).toISOString();
