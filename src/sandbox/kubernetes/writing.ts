/** Answers create, replace, patch and the scale subresource. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mediaTypeOf, parseText, readBody, readObject } from './body.ts';
import { storedFormOf, viewOf } from './event-view.ts';
import { applyConfiguration, ownChanges, type Writer } from './managed-fields.ts';
import { validateApplied, validateFields } from './field-validation.ts';
import type { KubernetesObject, ResourceType } from './model.ts';
import type { ClusterStore } from './object-store.ts';
import { jsonPatch, mergePatch, strategicMerge } from './patch.ts';
import { renderingOf } from './reading.ts';
import { renderObject } from './representation.ts';
import type { ApiRequest } from './request.ts';
import { groupVersionOf, isCustom } from './resources.ts';
import { sendJson, sendJsonText } from './respond.ts';
import { readScale, scaleOf, withScale } from './scale.ts';
import { at, copyJson, fieldsOf, isFields, textOf, type Fields } from './shape.ts';
import { badRequest, methodNotAllowed, notFound, StatusError, unsupportedMediaType } from './status.ts';
import { checkPodChange } from './validation.ts';

export type Call = ApiRequest & { resource: ResourceType };

function writerOf(request: IncomingMessage, call: Call): Writer {
  const agent = (request.headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown';
  return {
    manager: call.query.get('fieldManager') ?? agent,
    apiVersion: groupVersionOf(call.resource),
    ...(call.subresource === undefined ? {} : { subresource: call.subresource }),
  };
}

/** Whether a write is only to be tried. Throws 400 for any value but `All`. */
export function isDryRun(query: URLSearchParams): boolean {
  const values = query.getAll('dryRun').filter((value) => value !== '');
  if (values.some((value) => value !== 'All')) {
    throw badRequest(`dryRun: Unsupported value: ${JSON.stringify(values)}: supported values: "All"`);
  }
  return values.length > 0;
}

/** Fits a body to the address it was sent to. Throws 400 when they name different things. */
function fit(body: Fields | undefined, call: Call): Fields {
  if (body === undefined) throw badRequest('Required body is missing');
  const { resource, namespace, name } = call;
  const object: Fields = { kind: resource.kind, apiVersion: groupVersionOf(resource), ...body };
  if (object['kind'] !== resource.kind || object['apiVersion'] !== groupVersionOf(resource)) {
    throw badRequest(
      `${String(object['kind'])} in version "${String(object['apiVersion'])}" cannot be handled as a ${resource.kind}: ` +
        `no kind "${String(object['kind'])}" is registered for version "${String(object['apiVersion'])}"`,
    );
  }
  const metadata: Fields = { ...fieldsOf(object['metadata']) };
  if (resource.namespaced) {
    const given = textOf(metadata['namespace']);
    if (given && given !== namespace) {
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    }
    metadata['namespace'] = namespace;
  } else delete metadata['namespace'];
  if (name !== undefined) {
    const given = textOf(metadata['name']);
    if (given && given !== name) {
      throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
    }
    metadata['name'] = name;
  }
  return storedFormOf({ ...object, metadata }, resource);
}

/** Checks the fields of an object as `fieldValidation` asks: refused, dropped with a warning (the default), or dropped. */
function checkFields(response: ServerResponse, call: Call, object: Fields): void {
  const mode = call.query.get('fieldValidation') ?? 'Warn';
  const warnings = validateFields(call.resource, object, mode === 'Strict');
  if (mode === 'Ignore' || warnings.length === 0) return;
  response.setHeader(
    'warning',
    warnings.map((warning) => `299 - ${JSON.stringify(warning)}`),
  );
}

/** Answers POST on a collection with 201. Throws 400, 403, 404, 409, 415 or 422. */
export async function answerCreate(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  store: ClusterStore,
): Promise<void> {
  if (call.name !== undefined) throw methodNotAllowed();
  if (call.resource.namespaced && call.namespace === undefined) throw methodNotAllowed();
  const object = fit(await readObject(request), call);
  checkFields(response, call, object);
  if (call.resource.subresources.includes('status')) delete object['status'];
  const dryRun = isDryRun(call.query);
  const draft = object as unknown as KubernetesObject;
  const managedFields = ownChanges(undefined, draft, writerOf(request, call));
  const created = store.create(
    { ...draft, metadata: { ...draft.metadata, managedFields } },
    {
      dryRun,
    },
  );
  sendObject(request, response, call, 201, created);
}

function sendObject(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  code: number,
  object: KubernetesObject,
): void {
  const view = viewOf(object, call.resource);
  sendJsonText(request, response, code, renderObject(view, call.resource, renderingOf(request, call.query)));
}

function requireLive(call: Call, store: ClusterStore): KubernetesObject {
  if (call.name === undefined) throw methodNotAllowed();
  const live = store.get(call.resource.plural, call.namespace, call.name);
  if (live === undefined) throw notFound(call.resource, call.name);
  return live;
}

/** Answers PUT on an object, its status or its scale. Throws 400, 404, 409, 415 or 422. */
export async function answerReplace(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  store: ClusterStore,
): Promise<void> {
  const body = await readObject(request);
  const live = requireLive(call, store);
  if (call.subresource === 'scale') {
    writeScaled(request, response, call, store, live, readScale(body));
    return;
  }
  const fitted = fit(body, call);
  checkFields(response, call, fitted);
  const wanted = fitted as unknown as KubernetesObject;
  writeChanged(request, response, call, store, live, wanted);
}

function writeScaled(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  store: ClusterStore,
  live: KubernetesObject,
  replicas: number,
): void {
  const changed = withScale(live, replicas);
  const managedFields = ownChanges(live, changed, writerOf(request, call));
  const stored = store.update(
    { ...changed, metadata: { ...changed.metadata, managedFields } },
    { dryRun: isDryRun(call.query) },
  );
  sendJson(request, response, 200, scaleOf(stored));
}

function writeChanged(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  store: ClusterStore,
  live: KubernetesObject,
  wanted: KubernetesObject,
): void {
  const subresource = call.subresource === 'status' ? { subresource: 'status' as const } : {};
  const dryRun = isDryRun(call.query);
  // What this write does not reach is compared as it is.
  const reached: KubernetesObject =
    call.subresource === 'status'
      ? { ...live, status: wanted['status'], metadata: { ...live.metadata, ...versionsOf(wanted) } }
      : call.resource.subresources.includes('status')
        ? { ...wanted, status: live['status'] }
        : wanted;
  if (call.resource.plural === 'pods' && call.subresource === undefined)
    checkPodUpdate(call.resource, reached, live, store);
  const managedFields = ownChanges(live, reached, writerOf(request, call));
  const object = { ...reached, metadata: { ...reached.metadata, managedFields } };
  sendObject(request, response, call, 200, store.update(object, { ...subresource, dryRun }));
}

function versionsOf(wanted: KubernetesObject): Partial<KubernetesObject['metadata']> {
  return wanted.metadata.resourceVersion ? { resourceVersion: wanted.metadata.resourceVersion } : {};
}

function checkPodUpdate(
  resource: ResourceType,
  wanted: KubernetesObject,
  live: KubernetesObject,
  store: ClusterStore,
): void {
  const filled = store.update(
    { ...wanted, metadata: { ...wanted.metadata, managedFields: [] } },
    { dryRun: true },
  );
  checkPodChange(resource, filled, live);
}

/** Answers PATCH in its four forms. An apply makes the object when it is not there (201). Throws as replace does. */
export async function answerPatch(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  store: ClusterStore,
): Promise<void> {
  if (call.name === undefined) throw methodNotAllowed();
  const mediaType = mediaTypeOf(request);
  const patch = parseText((await readBody(request)).toString('utf8'), mediaType);
  if (mediaType === 'application/apply-patch+yaml') {
    answerApply(request, response, call, store, patch);
    return;
  }
  const apply = {
    'application/json-patch+json': jsonPatch,
    'application/merge-patch+json': mergePatch,
    'application/strategic-merge-patch+json': strategicMerge,
  }[mediaType];
  const unmergeable = mediaType === 'application/strategic-merge-patch+json' && isCustom(call.resource);
  if (apply === undefined || unmergeable) {
    const known = 'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml';
    throw unsupportedMediaType(
      mediaType,
      isCustom(call.resource) ? known : `${known}, application/strategic-merge-patch+json`,
    );
  }
  const live = requireLive(call, store);
  if (call.subresource === 'scale') {
    writeScaled(request, response, call, store, live, readScale(fieldsOf(apply(scaleOf(live), patch))));
    return;
  }
  const wanted = apply(copyJson(live), patch);
  if (!isFields(wanted)) throw badRequest('the patch leaves no object');
  const fitted = fit(wanted, call);
  checkFields(response, call, fitted);
  writeChanged(request, response, call, store, live, fitted as unknown as KubernetesObject);
}

function answerApply(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  store: ClusterStore,
  patch: unknown,
): void {
  if (!call.query.get('fieldManager')) {
    throw new StatusError(
      422,
      'Invalid',
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  const configuration = fit(isFields(patch) ? patch : undefined, call);
  if (at(configuration, 'metadata', 'managedFields') !== undefined) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const where = [call.namespace ?? [], call.name ?? ''].flat().join('/');
  validateApplied(call.resource, configuration, where);
  const live = store.get(call.resource.plural, call.namespace, call.name ?? '');
  const force = call.query.get('force') === 'true';
  const dryRun = isDryRun(call.query);
  if (call.subresource !== 'status') delete configuration['status'];
  const applied = applyConfiguration(live, configuration, writerOf(request, call), force);
  if (live === undefined) {
    sendObject(request, response, call, 201, store.create(applied, { dryRun }));
    return;
  }
  if (call.resource.plural === 'pods' && call.subresource === undefined)
    checkPodUpdate(call.resource, applied, live, store);
  const subresource = call.subresource === 'status' ? { subresource: 'status' as const } : {};
  sendObject(request, response, call, 200, store.update(applied, { ...subresource, dryRun }));
}
