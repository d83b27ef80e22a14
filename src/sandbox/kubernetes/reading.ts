/** Answers get and list. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { viewOf } from './event-view.ts';
import type { KubernetesObject, ResourceType } from './model.ts';
import type { ClusterStore } from './object-store.ts';
import { formOf, renderList, renderObject, type Rendering, type RowObject } from './representation.ts';
import type { ApiRequest } from './request.ts';
import { sendJsonText } from './respond.ts';
import { fieldSelector, labelSelector, type Predicate } from './selectors.ts';
import { isFields } from './shape.ts';
import { badRequest, notFound, StatusError } from './status.ts';

/** How this request wants its objects. Throws 400 or 406. */
export function renderingOf(request: IncomingMessage, query: URLSearchParams): Rendering {
  const rowObject = query.get('includeObject') ?? 'Metadata';
  if (!['None', 'Metadata', 'Object'].includes(rowObject)) {
    throw badRequest(`unrecognized includeObject value: ${rowObject}`);
  }
  return { form: formOf(request), rowObject: rowObject as RowObject };
}

/** Which objects a list or watch is about: namespace, name and selectors. Throws 400 for a selector that cannot be read. */
export function selectionOf(call: ApiRequest, resource: ResourceType): Predicate {
  const byLabels = labelSelector(call.query.get('labelSelector') ?? undefined);
  const byFields = fieldSelector(call.query.get('fieldSelector') ?? undefined, resource.plural);
  const { namespace } = call;
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    byLabels(object) &&
    byFields(object);
}

/** Answers one object. Throws 404. */
export function answerGet(
  request: IncomingMessage,
  response: ServerResponse,
  call: ApiRequest & { resource: ResourceType; name: string },
  store: ClusterStore,
): void {
  const { resource, namespace, name } = call;
  const rendering = renderingOf(request, call.query);
  const object = store.get(resource.plural, namespace, name);
  if (object === undefined) throw notFound(resource, name);
  if (rendering.form === 'metadata' && /PartialObjectMetadataList/.test(request.headers.accept ?? '')) {
    throw new StatusError(
      406,
      'NotAcceptable',
      'only the following media types are accepted: application/json',
    );
  }
  sendJsonText(request, response, 200, renderObject(viewOf(object, resource), resource, rendering));
}

/** The order in which the real server lists: by namespace, then by name, as bytes. */
export function listOrder(left: KubernetesObject, right: KubernetesObject): number {
  const a = orderKey(left);
  const b = orderKey(right);
  return a < b ? -1 : a > b ? 1 : 0;
}

function orderKey(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

interface Page {
  version: number;
  after: string;
}

function readContinue(token: string): Page {
  try {
    const page: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (isFields(page) && typeof page['rv'] === 'number' && typeof page['start'] === 'string') {
      return { version: page['rv'], after: page['start'].replace(/^\//, '').replace(/\0$/, '') };
    }
  } catch {
    // Falls through: every damaged token is answered alike.
  }
  throw badRequest('continue key is not valid');
}

function writeContinue(version: number, last: string): string {
  const token = { v: 'meta.k8s.io/v1', rv: version, start: `/${last}\u0000` };
  return Buffer.from(JSON.stringify(token), 'utf8').toString('base64url');
}

/**
 * Answers a list, in pages when `limit` says so. Throws 410 when a page comes so late that what changed since the first one is forgotten.
 * All pages bear the version of the first, so that a watch from it tells what changed in between.
 */
export function answerList(
  request: IncomingMessage,
  response: ServerResponse,
  call: ApiRequest & { resource: ResourceType },
  store: ClusterStore,
): void {
  const { resource, query } = call;
  const rendering = renderingOf(request, query);
  const matches = selectionOf(call, resource);
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue');
  const page = token ? readContinue(token) : undefined;
  if (page !== undefined && store.history.after(page.version) === undefined) {
    throw new StatusError(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    );
  }
  refuseFutureVersion(query, store);
  let objects = store.list(resource.plural, call.namespace).filter(matches).sort(listOrder);
  if (page !== undefined) objects = objects.filter((object) => orderKey(object) > page.after);
  const version = page?.version ?? store.version();
  const metadata: Record<string, unknown> = { resourceVersion: String(version) };
  if (limit > 0 && objects.length > limit) {
    const last = objects[limit - 1];
    if (last !== undefined) metadata['continue'] = writeContinue(version, orderKey(last));
    const selected = query.has('labelSelector') || query.has('fieldSelector');
    if (!selected) metadata['remainingItemCount'] = objects.length - limit;
    objects = objects.slice(0, limit);
  }
  const shown =
    resource.group === 'events.k8s.io' ? objects.map((object) => viewOf(object, resource)) : objects;
  sendJsonText(request, response, 200, renderList(shown, resource, metadata, rendering));
}

/** Throws 504 for a version that does not exist yet, as the real server does after three seconds of waiting for it. */
function refuseFutureVersion(query: URLSearchParams, store: ClusterStore): void {
  const asked = Number(query.get('resourceVersion') ?? 0);
  if (asked <= store.version()) return;
  throw new StatusError(504, 'Timeout', `Too large resource version: ${asked}, current: ${store.version()}`, {
    retryAfterSeconds: 1,
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
  });
}
