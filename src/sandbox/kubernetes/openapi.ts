/**
 * The OpenAPI v3 documents, one a group version: enough for kubectl and helm to learn that the server validates fields itself
 * and takes server-side apply. The schemas leave every object open. Strategic merge patches are deliberately not listed: kubectl
 * would then compute them from these schemas, which hold no merge keys; unlisted, it uses the keys that it knows itself.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendCacheable } from './discovery.ts';
import type { ResourceType } from './model.ts';
import { groupVersionOf, resourceTypes } from './resources.ts';

const info = { title: 'Kubernetes', version: 'v1.35' };

function schemaName(resource: ResourceType): string {
  return `io.k8s.api.${resource.group.split('.')[0] || 'core'}.${resource.version}.${resource.kind}`;
}

function parameter(name: string) {
  return { name, in: 'query', schema: { type: 'string', uniqueItems: true } };
}

const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'].map(parameter);

function documentOf(groupVersion: string): Record<string, unknown> {
  const paths: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = {};
  const prefix = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
  for (const resource of resourceTypes.filter((candidate) => groupVersionOf(candidate) === groupVersion)) {
    const kind = { group: resource.group, kind: resource.kind, version: resource.version };
    const reference = { $ref: `#/components/schemas/${schemaName(resource)}` };
    const json = { 'application/json': { schema: reference } };
    const responses = { 200: { description: 'OK', content: json } };
    const operation = (action: string, rest: Record<string, unknown> = {}) => ({
      operationId: `${action}${resource.kind}`,
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': kind,
      responses,
      ...rest,
    });
    const scope = resource.namespaced ? '/namespaces/{namespace}' : '';
    const patch = { schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const patchContent = {
      'application/apply-patch+yaml': patch,
      'application/json-patch+json': patch,
      'application/merge-patch+json': patch,
    };
    const write = { parameters: writeParameters, requestBody: { content: { '*/*': { schema: reference } } } };
    paths[`${prefix}${scope}/${resource.plural}`] = {
      get: operation('list'),
      post: operation('post', write),
      delete: operation('deletecollection'),
    };
    paths[`${prefix}${scope}/${resource.plural}/{name}`] = {
      get: operation('get'),
      put: operation('put', write),
      patch: operation('patch', {
        parameters: [...writeParameters, parameter('force')],
        requestBody: { content: patchContent },
      }),
      delete: operation('delete'),
    };
    schemas[schemaName(resource)] = {
      type: 'object',
      description: `${resource.kind}, as Kubernetes 1.35 documents it; the sandbox accepts any field.`,
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
      'x-kubernetes-preserve-unknown-fields': true,
      'x-kubernetes-group-version-kind': [kind],
    };
  }
  return { openapi: '3.0.0', info, paths, components: { schemas } };
}

const documents = new Map<string, string>();
for (const groupVersion of new Set(resourceTypes.map(groupVersionOf))) {
  const path = groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`;
  documents.set(path, JSON.stringify(documentOf(groupVersion)));
}

const index = JSON.stringify({
  paths: Object.fromEntries(
    [...documents].map(([path, text]) => {
      const hash = createHash('sha512').update(text).digest('hex').toUpperCase();
      return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
    }),
  ),
});

/** Answers `/openapi/v3` and its documents; false when the path is none of them. */
export function answerOpenApi(request: IncomingMessage, response: ServerResponse, path: string): boolean {
  if (path === '/openapi/v3' || path === '/openapi/v3/') {
    sendCacheable(request, response, index, 'text/plain; charset=utf-8');
    return true;
  }
  const text = path.startsWith('/openapi/v3/') ? documents.get(path.slice('/openapi/v3/'.length)) : undefined;
  if (text === undefined) return false;
  sendCacheable(request, response, text, 'application/json');
  return true;
}
