/** In which form objects are answered: whole, as metadata only, or as a table of printed cells (by `Accept`). */
import type { IncomingMessage } from 'node:http';
import { columnsFor } from './columns.ts';
import { itemText, objectText } from './json-text.ts';
import type { KubernetesObject, ResourceType } from './model.ts';
import { groupVersionOf } from './resources.ts';
import { StatusError } from './status.ts';

type Form = 'object' | 'table' | 'metadata';
/** What the rows of a table carry beside their cells (`includeObject`). */
export type RowObject = 'None' | 'Metadata' | 'Object';

/** Reads `Accept`. Throws 406 when nothing in it can be served (protobuf alone, for instance). */
export function formOf(request: Pick<IncomingMessage, 'headers'>): Form {
  const accept = request.headers.accept ?? '*/*';
  for (const entry of accept.split(',')) {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim());
    if (!['application/json', '*/*', 'application/*', ''].includes(type)) continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === undefined) return 'object';
    if (as === 'Table') return 'table';
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return 'metadata';
  }
  throw new StatusError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/json;stream=watch',
  );
}

function metadataText(object: KubernetesObject): string {
  const metadata = JSON.stringify(object.metadata);
  return `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":${metadata}}`;
}

function rowText(object: KubernetesObject, plural: string, rowObject: RowObject): string {
  const cells = JSON.stringify(columnsFor(plural).map((column) => column.cell(object)));
  if (rowObject === 'None') return `{"cells":${cells},"object":null}`;
  return `{"cells":${cells},"object":${rowObject === 'Object' ? objectText(object) : metadataText(object)}}`;
}

function definitionsText(plural: string): string {
  return JSON.stringify(columnsFor(plural).map(({ cell: _cell, ...definition }) => definition));
}

function tableText(plural: string, metadata: string, rows: string[], headers: boolean): string {
  const definitions = headers ? definitionsText(plural) : 'null';
  return `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${metadata},"columnDefinitions":${definitions},"rows":[${rows.join(',')}]}`;
}

export interface Rendering {
  form: Form;
  rowObject: RowObject;
}

/** One object as JSON text; `headers` says whether a table repeats its column definitions. */
export function renderObject(
  object: KubernetesObject,
  resource: ResourceType,
  { form, rowObject }: Rendering,
  headers = true,
): string {
  if (form === 'object') return objectText(object);
  if (form === 'metadata') return metadataText(object);
  const metadata = JSON.stringify({ resourceVersion: object.metadata.resourceVersion });
  return tableText(resource.plural, metadata, [rowText(object, resource.plural, rowObject)], headers);
}

/** A list as JSON text, with the list's own metadata (`resourceVersion`, `continue`, ...). */
export function renderList(
  objects: readonly KubernetesObject[],
  resource: ResourceType,
  metadata: Record<string, unknown>,
  { form, rowObject }: Rendering,
): string {
  const listMetadata = JSON.stringify(metadata);
  if (form === 'table') {
    return tableText(
      resource.plural,
      listMetadata,
      objects.map((object) => rowText(object, resource.plural, rowObject)),
      true,
    );
  }
  if (form === 'metadata') {
    // Like the real server: no items at all is null, not an empty list.
    const items = objects.length === 0 ? 'null' : `[${objects.map(metadataText).join(',')}]`;
    return `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":${listMetadata},"items":${items}}`;
  }
  const head = `"kind":"${resource.kind}List","apiVersion":"${groupVersionOf(resource)}"`;
  return `{${head},"metadata":${listMetadata},"items":[${objects.map(itemText).join(',')}]}`;
}

const emptyParts: Record<string, Record<string, unknown>> = {
  pods: { spec: { containers: null }, status: {} },
  services: { spec: {}, status: { loadBalancer: {} } },
  statefulsets: {
    spec: {
      selector: null,
      template: { metadata: {}, spec: { containers: null } },
      serviceName: '',
      updateStrategy: {},
    },
    status: { replicas: 0, availableReplicas: 0 },
  },
  persistentvolumeclaims: { spec: { resources: {} }, status: {} },
};

/** The object of a BOOKMARK event: an empty one of the kind that carries only a version. */
export function renderBookmark(
  version: number,
  resource: ResourceType,
  { form }: Rendering,
  initialEventsEnd: boolean,
): string {
  const metadata = {
    resourceVersion: String(version),
    ...(initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
  };
  if (form === 'table') return tableText(resource.plural, JSON.stringify(metadata), [], true);
  const kind = form === 'metadata' ? 'PartialObjectMetadata' : resource.kind;
  const apiVersion = form === 'metadata' ? 'meta.k8s.io/v1' : groupVersionOf(resource);
  const parts = form === 'metadata' ? {} : (emptyParts[resource.plural] ?? {});
  return JSON.stringify({ kind, apiVersion, metadata, ...parts });
}
