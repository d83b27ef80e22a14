/**
 * Kubernetes objects sent as protobuf: four bytes `k8s\0`, then `runtime.Unknown` around the object.
 * Wire format: protobuf encoding specification; field numbers: the published `generated.proto` files of Kubernetes.
 */
import { kinds, type FieldType, type MessageType } from './protobuf-kinds.ts';
import { badRequest, unsupportedMediaType } from './status.ts';

export const protobufMediaType = 'application/vnd.kubernetes.protobuf';
const magic = Buffer.from('k8s\0');

interface WireField {
  number: number;
  value: bigint | Buffer;
}

function* wireFields(bytes: Buffer): Generator<WireField> {
  let position = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[position];
      if (byte === undefined || shift > 63n) throw badRequest('the protobuf body ends too early');
      position += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (position < bytes.length) {
    const tag = Number(varint());
    const wireType = tag & 7;
    if (wireType === 0) yield { number: tag >>> 3, value: varint() };
    else {
      const length = wireType === 2 ? Number(varint()) : wireType === 1 ? 8 : wireType === 5 ? 4 : -1;
      if (length < 0 || position + length > bytes.length)
        throw badRequest('the protobuf body cannot be read');
      yield { number: tag >>> 3, value: bytes.subarray(position, position + length) };
      position += length;
    }
  }
}

function readValue(type: FieldType, value: bigint | Buffer): unknown {
  if (type === 'number') return Number(BigInt.asIntN(64, value as bigint));
  if (type === 'boolean') return value === 1n;
  const bytes = Buffer.isBuffer(value) ? value : Buffer.alloc(0);
  if (type === 'text') return bytes.toString('utf8');
  if (type === 'base64') return bytes.toString('base64');
  if (type === 'json') return JSON.parse(readText(bytes, 1) || '{}') as unknown;
  if (type === 'quantity') return readText(bytes, 1);
  if (type === 'time') return readTime(bytes);
  if (type === 'number or text') return readNumberOrText(bytes);
  return readMessage(type, bytes);
}

function readText(bytes: Buffer, number: number): string {
  for (const field of wireFields(bytes)) {
    if (field.number === number && Buffer.isBuffer(field.value)) return field.value.toString('utf8');
  }
  return '';
}

function readTime(bytes: Buffer): string | null {
  for (const field of wireFields(bytes)) {
    if (field.number === 1 && typeof field.value === 'bigint') {
      return new Date(Number(BigInt.asIntN(64, field.value)) * 1000).toISOString().replace('.000Z', 'Z');
    }
  }
  return null;
}

function readNumberOrText(bytes: Buffer): number | string {
  let isText = false;
  let number = 0;
  for (const field of wireFields(bytes)) {
    if (field.number === 1) isText = field.value === 1n;
    if (field.number === 2 && typeof field.value === 'bigint')
      number = Number(BigInt.asIntN(32, field.value));
  }
  return isText ? readText(bytes, 3) : number;
}

function readMessage(type: MessageType, bytes: Buffer): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const { number, value } of wireFields(bytes)) {
    const field = type[number];
    // An unknown field is skipped, as protobuf demands.
    if (field === undefined) continue;
    const [name, fieldType, shape] = field;
    if (shape === 'list') {
      const list = (message[name] ??= []) as unknown[];
      list.push(readValue(fieldType, value));
    } else if (shape === 'map') {
      const map = (message[name] ??= {}) as Record<string, unknown>;
      const entry = readMessage({ 1: ['key', 'text'], 2: ['value', fieldType] }, value as Buffer);
      map[String(entry['key'] ?? '')] = entry['value'] ?? '';
    } else if (shape === 'inline') {
      Object.assign(message, readValue(fieldType, value));
    } else {
      const read = readValue(fieldType, value);
      // The absent value of a text or a time is written as an empty one.
      if (read !== '' && read !== null) message[name] = read;
    }
  }
  return message;
}

/** Reads an object with its `apiVersion` and `kind`. Throws 415 for a kind that is not understood in protobuf, 400 for damaged bytes. */
export function readProtobuf(body: Buffer): Record<string, unknown> {
  if (!body.subarray(0, 4).equals(magic)) throw badRequest('the protobuf body has no "k8s" prefix');
  const unknown = readMessage(
    { 1: ['type', { 1: ['apiVersion', 'text'], 2: ['kind', 'text'] }], 2: ['raw', 'base64'] },
    body.subarray(4),
  );
  const { apiVersion = '', kind = '' } = (unknown['type'] ?? {}) as { apiVersion?: string; kind?: string };
  const type = kinds[kind];
  if (type === undefined) {
    throw unsupportedMediaType(
      `${protobufMediaType} of ${apiVersion} ${kind}`,
      'application/json, application/yaml',
    );
  }
  const raw = Buffer.from(String(unknown['raw'] ?? ''), 'base64');
  return { apiVersion, kind, ...readMessage(type, raw) };
}
