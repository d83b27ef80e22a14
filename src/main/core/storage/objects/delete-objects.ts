/** Deleting many objects, by batches where the server takes them. */
import { isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import { dialectOf, learnDialect } from '../../platform/s3/dialect.ts';
import { documentHeaders } from '../../platform/s3/dialect-tries.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { s3Failure } from '../../platform/s3/s3-failure.ts';
import { element, unescapeXml } from '../../platform/s3/xml-element.ts';

export interface Deletion {
  readonly key: string;
  /** Absent: the newest, which a bucket with versioning hides behind a delete marker. */
  readonly versionId?: string | undefined;
}

export interface DeletionResult {
  /** Gone, or not there in the first place. */
  readonly deleted: readonly Deletion[];
  readonly failed: readonly (Deletion & { readonly problem: FailureData })[];
  /** The delete markers that were made: deleting these undoes the deletion. */
  readonly markers: readonly { readonly key: string; readonly versionId: string }[];
}

interface Outcome {
  readonly deleted: Deletion[];
  readonly failed: (Deletion & { problem: FailureData })[];
  readonly markers: { key: string; versionId: string }[];
}

/** The most that one request may name (S3 API, DeleteObjects). */
const batchSize = 1000;
const parallel = 16;

/**
 * Deletes objects or versions; what fails is told key by key, the others go.
 * A server that refuses DeleteObjects is asked one by one, from then on always. Content-MD5 is sent, which older servers demand.
 * @throws Failure when nothing can be asked at all: network, sign-in, no such bucket, cancelled
 */
export async function deleteObjects(
  endpoint: S3Endpoint,
  bucket: string,
  objects: readonly Deletion[],
  signal?: AbortSignal,
): Promise<DeletionResult> {
  const outcome: Outcome = { deleted: [], failed: [], markers: [] };
  // XML 1.0 has no way to write some characters that a key may hold.
  const inXml = objects.filter(({ key }) => isXmlText(key));
  const others = objects.filter(({ key }) => !isXmlText(key));
  for (let at = 0; at < inXml.length; at += batchSize) {
    const batch = inXml.slice(at, at + batchSize);
    if (dialectOf(endpoint).deleteObjects === false)
      await deleteSingly(endpoint, bucket, batch, outcome, signal);
    else await deleteBatch(endpoint, bucket, batch, outcome, signal);
  }
  await deleteSingly(endpoint, bucket, others, outcome, signal);
  return outcome;
}

async function deleteBatch(
  endpoint: S3Endpoint,
  bucket: string,
  batch: readonly Deletion[],
  outcome: Outcome,
  signal: AbortSignal | undefined,
): Promise<void> {
  const body = batchDocument(batch);
  let xml: string;
  try {
    const answer = await endpoint.send({
      method: 'POST',
      bucket,
      query: { delete: '' },
      body,
      headers: documentHeaders(body, 'application/xml'),
      signal,
      timeout: 120_000,
    });
    xml = await answer.text();
  } catch (error) {
    if (!isFailure(error) || isFinal(error.data)) throw error;
    const singly: Outcome = { deleted: [], failed: [], markers: [] };
    await deleteSingly(endpoint, bucket, batch, singly, signal);
    const cannot = error.code === 'unsupported' || error.data.reason === 'storage-refused';
    if (cannot && singly.deleted.length > 0) learnDialect(endpoint, { deleteObjects: false });
    append(outcome, singly);
    return;
  }
  append(outcome, readBatchAnswer(xml, batch, { host: endpoint.host, bucket }));
}

/** What no second way can mend. */
function isFinal({ code, reason }: FailureData): boolean {
  if (reason === 'storage-error') return false;
  return !['unsupported', 'forbidden', 'internal', 'busy'].includes(code) || reason === 'storage-signature';
}

async function deleteSingly(
  endpoint: S3Endpoint,
  bucket: string,
  objects: readonly Deletion[],
  outcome: Outcome,
  signal: AbortSignal | undefined,
): Promise<void> {
  const queue = objects[Symbol.iterator]();
  const work = async () => {
    for (const { key, versionId } of queue) {
      try {
        const answer = await endpoint.send({ method: 'DELETE', bucket, key, query: { versionId }, signal });
        await answer.text();
        const marker = answer.headers['x-amz-version-id'];
        const isMarker = answer.headers['x-amz-delete-marker'] === 'true';
        outcome.deleted.push(named(key, versionId));
        if (versionId === undefined && isMarker && marker) outcome.markers.push({ key, versionId: marker });
      } catch (error) {
        if (!isFailure(error)) throw error;
        if (error.data.reason === 'storage-no-object') outcome.deleted.push(named(key, versionId));
        else if (isFinal(error.data) && error.code !== 'invalid-input' && error.code !== 'conflict')
          throw error;
        else outcome.failed.push({ ...named(key, versionId), problem: error.data });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, objects.length) }, work));
}

/** The body of DeleteObjects. Pure. Source: S3 API, DeleteObjects. */
export function batchDocument(batch: readonly Deletion[]): string {
  const lines = batch.map(
    ({ key, versionId }) =>
      `<Object><Key>${escapeXml(key)}</Key>${versionId === undefined ? '' : `<VersionId>${escapeXml(versionId)}</VersionId>`}</Object>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${lines.join('')}</Delete>`;
}

/** What became of each object of a batch; one of which the answer says nothing has failed. Pure. */
export function readBatchAnswer(
  xml: string,
  batch: readonly Deletion[],
  { host, bucket }: { host: string; bucket: string },
): DeletionResult {
  const waiting = new Map(batch.map((one) => [nameOf(one), one]));
  const outcome: Outcome = { deleted: [], failed: [], markers: [] };
  for (const [, kind = '', block = ''] of xml.matchAll(/<(Deleted|Error)>([^]*?)<\/\1>/g)) {
    const key = untrimmed(block, 'Key') ?? '';
    const versionId = element(block, 'VersionId') || undefined;
    const asked = waiting.get(nameOf({ key, versionId })) ?? waiting.get(nameOf({ key }));
    if (!asked) continue;
    waiting.delete(nameOf(asked));
    const code = element(block, 'Code') ?? '';
    if (kind === 'Deleted' || code === 'NoSuchKey' || code === 'NoSuchVersion') {
      outcome.deleted.push(asked);
      const marker = element(block, 'DeleteMarkerVersionId');
      if (asked.versionId === undefined && marker) outcome.markers.push({ key, versionId: marker });
    } else {
      const message = element(block, 'Message') ?? '';
      const problem = s3Failure(
        { status: statusOf[code] ?? 400, code, message },
        { host, bucket, key: asked.key },
      );
      outcome.failed.push({ ...asked, problem: problem.data });
    }
  }
  for (const asked of waiting.values()) {
    const problem: FailureData = {
      code: 'unreachable',
      message: 'The server does not say what became of the object',
      reason: 'storage-deletion-unsure',
      values: { host, name: asked.key },
    };
    outcome.failed.push({ ...asked, problem });
  }
  return outcome;
}

const statusOf: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  InternalError: 500,
  SlowDown: 503,
  ServiceUnavailable: 503,
  NotImplemented: 501,
};

function append(to: Outcome, from: DeletionResult): void {
  for (const one of from.deleted) to.deleted.push(one);
  for (const one of from.failed) to.failed.push(one);
  for (const one of from.markers) to.markers.push(one);
}

const nameOf = ({ key, versionId }: Deletion) => JSON.stringify([key, versionId]);

const named = (key: string, versionId: string | undefined): Deletion =>
  versionId === undefined ? { key } : { key, versionId };

/** As `element`, spaces at the ends of a key kept. */
function untrimmed(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : unescapeXml(text);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"'\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** XML 1.0, production 2: no control characters but tab and line ends, no lone surrogates. */
function isXmlText(text: string): boolean {
  return text.isWellFormed() && !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text);
}
