/** Which resource, namespace, name and verb a request is about (Kubernetes "API Concepts", resource addresses). */
import type { IncomingMessage } from 'node:http';
import type { ResourceType } from './model.ts';
import { resourceByAddress, reviewTypes } from './resources.ts';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** `v1` or `apps/v1`; undefined outside of the resource addresses. */
  readonly groupVersion: string | undefined;
  readonly group: string;
  /** The plural as written, also of a resource that is not served. */
  readonly plural: string | undefined;
  readonly resource: ResourceType | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** get, list, watch, create, update, patch, delete or deletecollection. */
  readonly verb: string;
}

const verbs: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'patch' };

/** Reads the request line. Never throws: what is not understood has no `resource`. */
export function readRequest(request: Pick<IncomingMessage, 'method' | 'url'>): ApiRequest {
  const [rawPath = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const method = request.method ?? 'GET';
  const parts = rawPath.split('/').filter((part) => part !== '');
  const decoded = parts.map(decode);
  let rest: string[] = [];
  let groupVersion: string | undefined;
  if (decoded[0] === 'api' && decoded.length >= 2) {
    groupVersion = decoded[1];
    rest = decoded.slice(2);
  } else if (decoded[0] === 'apis' && decoded.length >= 3) {
    groupVersion = `${decoded[1]}/${decoded[2]}`;
    rest = decoded.slice(3);
  }
  const address = readAddress(rest);
  const group = groupVersion?.includes('/') ? (groupVersion.split('/')[0] ?? '') : '';
  const resource =
    groupVersion === undefined || address.plural === undefined
      ? undefined
      : (resourceByAddress(groupVersion, address.plural) ?? reviewType(group, address.plural));
  const watching = ['1', 'true'].includes(query.get('watch') ?? '');
  const reading = address.name === undefined ? (watching ? 'watch' : 'list') : 'get';
  const deleting = address.name === undefined ? 'deletecollection' : 'delete';
  return {
    method,
    path: rawPath,
    query,
    groupVersion,
    group,
    resource,
    ...address,
    verb: verbs[method] ?? (method === 'DELETE' ? deleting : reading),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function reviewType(group: string, plural: string): ResourceType | undefined {
  const found = reviewTypes.find((review) => review.group === group && review.plural === plural);
  return found && { ...found, shortNames: [], subresources: [] };
}

type Address = Pick<ApiRequest, 'plural' | 'namespace' | 'name' | 'subresource'>;

function readAddress(rest: string[]): Address {
  const [first, second, third, fourth, fifth] = rest;
  if (first !== 'namespaces')
    return { plural: first, namespace: undefined, name: second, subresource: third };
  // A namespace's own address counts as inside of it: its administrators may read it.
  if (third === undefined || third === 'status' || third === 'finalize') {
    return { plural: first, namespace: second, name: second, subresource: third };
  }
  return { plural: third, namespace: second, name: fourth, subresource: fifth };
}
