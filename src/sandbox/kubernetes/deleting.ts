/** Answers delete, of one object and of a collection. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readObject } from './body.ts';
import { viewOf } from './event-view.ts';
import { objectText } from './json-text.ts';
import type { ClusterStore, DeleteOptions } from './object-store.ts';
import { selectionOf } from './reading.ts';
import { renderList } from './representation.ts';
import { sendJson, sendJsonText } from './respond.ts';
import { at, numberOf, textOf, textsOf, type Fields } from './shape.ts';
import { badRequest } from './status.ts';
import { isDryRun, type Call } from './writing.ts';

function readDeleteOptions(body: Fields | undefined, query: URLSearchParams): DeleteOptions {
  const grace = numberOf(body?.['gracePeriodSeconds']) ?? numberIn(query.get('gracePeriodSeconds'));
  const policy = textOf(body?.['propagationPolicy']) ?? query.get('propagationPolicy') ?? undefined;
  const orphan = body?.['orphanDependents'] === true || query.get('orphanDependents') === 'true';
  const uid = textOf(at(body, 'preconditions', 'uid'));
  const resourceVersion = textOf(at(body, 'preconditions', 'resourceVersion'));
  const propagation = orphan ? 'Orphan' : policy;
  if (propagation !== undefined && !['Background', 'Foreground', 'Orphan'].includes(propagation)) {
    throw badRequest(`invalid propagationPolicy: ${propagation}`);
  }
  return {
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(propagation === undefined
      ? {}
      : { propagation: propagation as 'Background' | 'Foreground' | 'Orphan' }),
    dryRun: isDryRun(query) || textsOf(body?.['dryRun']).includes('All'),
  };
}

function numberIn(text: string | null): number | undefined {
  return text === null || text === '' ? undefined : Number(text);
}

/** Kinds whose deletion is answered by the object itself, not by a Status (as recorded). */
const answeredWhole = new Set(['pods', 'services', 'namespaces', 'persistentvolumeclaims']);

/** Answers DELETE on one object: a Status when it is gone, the object itself while it is still leaving. Throws 404 or 409. */
export async function answerDelete(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call & { name: string },
  store: ClusterStore,
): Promise<void> {
  const options = readDeleteOptions(await readObject(request), call.query);
  const { object, gone } = store.delete(call.resource.plural, call.namespace, call.name, options);
  if (!gone || answeredWhole.has(call.resource.plural)) {
    sendJsonText(request, response, 200, objectText(viewOf(object, call.resource)));
    return;
  }
  const { group, plural } = call.resource;
  sendJson(request, response, 200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: call.name,
      ...(group === '' ? {} : { group }),
      kind: plural,
      uid: object.metadata.uid,
    },
  });
}

/** Answers DELETE on a collection with the list of what was deleted. */
export async function answerDeleteCollection(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  store: ClusterStore,
): Promise<void> {
  const options = readDeleteOptions(await readObject(request), call.query);
  const matches = selectionOf(call, call.resource);
  const objects = store.list(call.resource.plural, call.namespace).filter(matches);
  for (const { metadata } of objects) {
    store.delete(call.resource.plural, metadata.namespace, metadata.name, options);
  }
  const metadata = { resourceVersion: String(store.version()) };
  const shown = objects.map((object) => viewOf(object, call.resource));
  sendJsonText(
    request,
    response,
    200,
    renderList(shown, call.resource, metadata, { form: 'object', rowObject: 'None' }),
  );
}
