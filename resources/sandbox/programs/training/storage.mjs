// Reads and writes objects of an S3 storage, with the keys of the environment.
import { createHash, createHmac } from 'node:crypto';
import { BadInput } from '../fasttext-train.mjs';

const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

function encoded(text) {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Splits `s3://bucket/key`. @throws BadInput */
export function placeOf(address) {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(address) ?? [];
  if (bucket === undefined) throw new BadInput(`"${address}" is no address of the form s3://bucket/folder/.`);
  return { bucket, key };
}

/** Headers signed by AWS Signature Version 4 (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html). */
function signed(method, url, body, environment) {
  const time = `${new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
  const region = environment.AWS_DEFAULT_REGION || environment.AWS_REGION || 'us-east-1';
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const token = environment.AWS_SESSION_TOKEN;
  const headers = {
    host: url.host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': time,
    ...(token ? { 'x-amz-security-token': token } : {}),
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [method, url.pathname, '', lines.join(''), names, headers['x-amz-content-sha256']].join(
    '\n',
  );
  let key = `AWS4${environment.AWS_SECRET_ACCESS_KEY}`;
  for (const part of scope.split('/')) key = hmac(key, part);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString(
    'hex',
  );
  const { host: _host, ...sent } = headers;
  const credential = `${environment.AWS_ACCESS_KEY_ID}/${scope}`;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${names},Signature=${signature}`,
  };
}

async function ask(method, { bucket, key }, environment, body = new Uint8Array()) {
  const endpoint =
    environment.MLFLOW_S3_ENDPOINT_URL || environment.AWS_ENDPOINT_URL || environment.AWS_ENDPOINT_URL_S3;
  if (!endpoint) throw new BadInput('AWS_ENDPOINT_URL is missing: the address of the object storage.');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
    if (!environment[name]) throw new BadInput(`${name} is missing: the keys of the object storage.`);
  const url = new URL(`${endpoint.replace(/\/$/, '')}/${[bucket, ...key.split('/')].map(encoded).join('/')}`);
  const response = await fetch(url, {
    method,
    headers: signed(method, url, body, environment),
    ...(method === 'PUT' ? { body } : {}),
  });
  const answer = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, answer };
}

function refusal(address, { status, answer }) {
  const words = /<Message>([^<]*)/.exec(new TextDecoder().decode(answer))?.[1] ?? '';
  return new BadInput(`The object storage answered ${status} for ${address}: ${words || 'no reason told'}`);
}

/** The bytes of an object; undefined when there is none. @throws BadInput with the server's words */
export async function readObject(address, environment) {
  const result = await ask('GET', placeOf(address), environment);
  if (result.status === 404) return undefined;
  if (result.status !== 200) throw refusal(address, result);
  return result.answer;
}

/** Writes an object. @throws BadInput with the server's words */
export async function writeObject(address, bytes, environment) {
  const result = await ask('PUT', placeOf(address), environment, bytes);
  if (result.status !== 200) throw refusal(address, result);
}
