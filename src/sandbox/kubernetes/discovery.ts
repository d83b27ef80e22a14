/** What the API offers: versions, groups and resources, in the aggregated form (v2) and in the older one. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResourceType } from './model.ts';
import { groupVersionOf, resourceTypes, reviewTypes } from './resources.ts';
import { sendJson, sendJsonText } from './respond.ts';

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** What `/version` answers. */
const versionAnswer = {
  major: '1',
  minor: '35',
  emulationMajor: '1',
  emulationMinor: '35',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '34',
  gitVersion: 'v1.35.4+sandbox',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
};

const subresourceKinds: Record<string, { kind: string; group?: string; version?: string; verbs: string[] }> =
  {
    attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
    portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
    log: { kind: 'Pod', verbs: ['get'] },
    scale: { kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: ['get', 'patch', 'update'] },
  };

function subresourceOf(resource: ResourceType, name: string) {
  return subresourceKinds[name] ?? { kind: resource.kind, verbs: ['get', 'patch', 'update'] };
}

/** A resource with what may be done with it. */
interface Offered extends ResourceType {
  verbs: string[];
}

const offered: Offered[] = [
  ...resourceTypes.map((resource) => ({ ...resource, verbs: verbsOf(resource) })),
  ...reviewTypes.map((review) => ({ ...review, shortNames: [], subresources: [], verbs: ['create'] })),
];

function verbsOf(resource: ResourceType): string[] {
  if (resource.plural === 'nodes') return ['get', 'list', 'watch'];
  return resource.plural === 'namespaces' ? allVerbs.filter((verb) => verb !== 'deletecollection') : allVerbs;
}

function groupsOf(core: boolean): Map<string, Map<string, Offered[]>> {
  const groups = new Map<string, Map<string, Offered[]>>();
  for (const resource of offered) {
    if ((resource.group === '') !== core) continue;
    const versions = groups.get(resource.group) ?? new Map<string, Offered[]>();
    groups.set(resource.group, versions);
    versions.set(resource.version, [...(versions.get(resource.version) ?? []), resource]);
  }
  return new Map([...groups].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function discoveryOf(resource: Offered): Record<string, unknown> {
  return {
    resource: resource.plural,
    responseKind: { group: '', version: '', kind: resource.kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories ? { categories: resource.categories } : {}),
    ...(resource.subresources.length > 0
      ? {
          subresources: resource.subresources.map((name) => {
            const { kind, group = '', version = '', verbs } = subresourceOf(resource, name);
            return { subresource: name, responseKind: { group, version, kind }, verbs };
          }),
        }
      : {}),
  };
}

function aggregatedText(core: boolean): string {
  return JSON.stringify({
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: [...groupsOf(core)].map(([group, versions]) => ({
      metadata: group === '' ? {} : { name: group },
      versions: [...versions].map(([version, resources]) => ({
        version,
        resources: resources.map(discoveryOf),
        freshness: 'Current',
      })),
    })),
  });
}

const texts = { core: aggregatedText(true), groups: aggregatedText(false) };

/** Sends JSON text that rarely changes, with an entity tag; answers 304 when the client has it. */
export function sendCacheable(
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
  contentType: string,
): void {
  const tag = `"${createHash('sha512').update(text).digest('hex').toUpperCase()}"`;
  const headers = { etag: tag, vary: 'Accept', 'cache-control': 'public' };
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  sendJsonText(request, response, 200, text, { ...headers, 'content-type': contentType });
}

function groupAnswer(group: string, versions: Iterable<string>): Record<string, unknown> {
  const list = [...versions].map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: list, preferredVersion: list[0] };
}

function resourcesAnswer(groupVersion: string): Record<string, unknown> | undefined {
  const resources = offered.filter((resource) => groupVersionOf(resource) === groupVersion);
  if (resources.length === 0) return undefined;
  const entries = resources.flatMap((resource) => [
    {
      name: resource.plural,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: resource.verbs,
      ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
      ...(resource.categories ? { categories: resource.categories } : {}),
    },
    ...resource.subresources.map((name) => {
      const { kind, group, version, verbs } = subresourceOf(resource, name);
      return {
        name: `${resource.plural}/${name}`,
        singularName: '',
        namespaced: resource.namespaced,
        ...(group === undefined ? {} : { group, version }),
        kind,
        verbs,
      };
    }),
  ]);
  const head = groupVersion.includes('/')
    ? { kind: 'APIResourceList', apiVersion: 'v1' }
    : { kind: 'APIResourceList' };
  return { ...head, groupVersion, resources: entries };
}

/** Answers a discovery address; false when the path is none. */
export function answerDiscovery(request: IncomingMessage, response: ServerResponse, path: string): boolean {
  const wantsAggregated = /as=APIGroupDiscoveryList/.test(request.headers.accept ?? '');
  const trimmed = path.replace(/\/$/, '');
  if (trimmed === '/version') {
    sendJson(request, response, 200, versionAnswer);
    return true;
  }
  if (trimmed === '/api' || trimmed === '/apis') {
    const core = trimmed === '/api';
    if (wantsAggregated) sendCacheable(request, response, core ? texts.core : texts.groups, aggregated);
    else if (core) {
      sendJson(request, response, 200, {
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: request.headers.host ?? '' }],
      });
    } else {
      const groups = [...groupsOf(false)].map(([group, versions]) => groupAnswer(group, versions.keys()));
      sendJson(request, response, 200, { kind: 'APIGroupList', apiVersion: 'v1', groups });
    }
    return true;
  }
  const [, root, group = '', version, more] = trimmed.split('/');
  if (root === 'apis' && version === undefined) {
    const versions = groupsOf(false).get(group);
    if (versions === undefined) return false;
    const answer = { kind: 'APIGroup', apiVersion: 'v1', ...groupAnswer(group, versions.keys()) };
    sendJson(request, response, 200, answer);
    return true;
  }
  const groupVersion = root === 'api' && version === undefined ? group : `${group}/${version}`;
  if ((root === 'api' && version !== undefined) || (root === 'apis' && more !== undefined)) return false;
  if (root !== 'api' && root !== 'apis') return false;
  const answer = resourcesAnswer(groupVersion);
  if (answer === undefined) return false;
  sendJson(request, response, 200, answer);
  return true;
}
