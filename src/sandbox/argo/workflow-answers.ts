/** `/api/v1/workflows`: list, read, create, delete, and the actions. */
import type { NewObject, ObjectStore } from '../kubernetes/model.ts';
import { labelSelector } from '../kubernetes/selectors.ts';
import { at, fieldsOf, isFields, textsOf } from '../kubernetes/shape.ts';
import { act, actionVerbs, unpacked, type Action } from './actions.ts';
import { sendJson, workflowAddress, type ArgoCall, type Asker } from './calls.ts';
import { labels } from './labels.ts';
import { ArgoRefusal } from './retry.ts';
import { specificationOf } from './specification.ts';
import { problemOf } from './validation.ts';

const largestBody = 4 * 2 ** 20;

async function bodyOf({ request }: ArgoCall): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > largestBody) throw new ArgoRefusal(8, 'grpc: received message larger than max');
  }
  if (text.trim() === '') return {};
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw new ArgoRefusal(3, 'invalid character in the body, which is no JSON');
  }
}

/** @throws ArgoRefusal 7 in the words of the Kubernetes API */
function require(asker: Asker, verb: string, namespace: string, name?: string): void {
  if (asker.may(verb, 'workflows', namespace, name)) return;
  const about = name === undefined ? 'workflows.argoproj.io' : `workflows.argoproj.io "${name}"`;
  throw new ArgoRefusal(
    7,
    `${about} is forbidden: User "${asker.name}" cannot ${verb} resource "workflows" in API group "argoproj.io" in the namespace "${namespace}"`,
  );
}

/** Answers an address of workflows; false when it is another. @throws ArgoRefusal, StatusError */
export async function answerWorkflows(call: ArgoCall, store: ObjectStore): Promise<boolean> {
  const where = workflowAddress(call);
  if (where === undefined) return false;
  const { namespace, name, part, last } = where;
  const { method } = call.request;
  if (name === undefined && method === 'GET') list(call, store, namespace);
  else if (name === undefined && method === 'POST') await create(call, store, namespace);
  else if (name !== undefined && part === undefined && method === 'GET') {
    require(call.asker, 'get', namespace, name);
    sendJson(call.response, 200, bare(unpacked(find(store, namespace, name))));
  } else if (name !== undefined && part === undefined && method === 'DELETE') {
    require(call.asker, 'delete', namespace, name);
    store.delete('workflows', namespace, find(store, namespace, name).metadata.name);
    sendJson(call.response, 200, {});
  } else if (name !== undefined && part !== undefined && last === undefined && method === 'PUT') {
    return run(call, store, namespace, name, part);
  } else return false;
  return true;
}

function find(store: ObjectStore, namespace: string, name: string) {
  const workflow = store.get('workflows', namespace, name);
  if (workflow === undefined) throw new ArgoRefusal(5, `workflows.argoproj.io "${name}" not found`);
  return workflow;
}

/** The server's answers name neither kind nor version. */
function bare(workflow: object): object {
  return { ...workflow, kind: undefined, apiVersion: undefined };
}

function list({ address, asker, response }: ArgoCall, store: ObjectStore, namespace: string): void {
  if (!asker.may('list', 'workflows', namespace))
    throw new ArgoRefusal(
      7,
      `Permission denied, you are not allowed to list workflows in namespace "${namespace}". Maybe you want to specify a namespace with query parameter \`.namespace=${namespace}\`?`,
    );
  const isWanted = labelSelector(address.searchParams.get('listOptions.labelSelector') ?? undefined);
  const found = store
    .list('workflows', namespace)
    .filter(isWanted)
    .sort((left, right) => (left.metadata.creationTimestamp > right.metadata.creationTimestamp ? -1 : 1));
  const limit = Number(address.searchParams.get('listOptions.limit') ?? 0);
  const items = limit > 0 ? found.slice(0, limit) : found;
  sendJson(response, 200, { metadata: {}, items: items.length === 0 ? null : items.map(bare) });
}

async function create(call: ArgoCall, store: ObjectStore, namespace: string): Promise<void> {
  require(call.asker, 'create', namespace);
  const workflow = (await bodyOf(call))['workflow'];
  if (!isFields(workflow)) throw new ArgoRefusal(3, 'workflow body not specified');
  const metadata = { ...fieldsOf(workflow['metadata']), namespace };
  const object = {
    ...workflow,
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      ...metadata,
      labels: {
        ...fieldsOf(fieldsOf(workflow['metadata'])['labels']),
        [labels.creator]: call.asker.name,
        [labels.creatorName]: call.asker.name,
      },
    },
  } as NewObject;
  const hands = {
    template: (name: string, clusterScope: boolean) =>
      clusterScope
        ? store.get('clusterworkflowtemplates', undefined, name)
        : store.get('workflowtemplates', namespace, name),
  };
  const name = String(at(object, 'metadata', 'name') ?? '');
  let problem: string | undefined;
  try {
    problem = problemOf(
      name,
      specificationOf(
        {
          ...object,
          metadata: { ...object.metadata, name, uid: '', resourceVersion: '', creationTimestamp: '' },
        },
        hands,
      ),
      hands,
    );
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  if (problem !== undefined) throw new ArgoRefusal(3, problem);
  sendJson(call.response, 200, bare(store.create(object)));
}

async function run(
  call: ArgoCall,
  store: ObjectStore,
  namespace: string,
  name: string,
  part: string,
): Promise<boolean> {
  if (!Object.hasOwn(actionVerbs, part)) return false;
  const action = part as Action;
  for (const verb of actionVerbs[action]) require(call.asker, verb, namespace, name);
  const parameters = textsOf((await bodyOf(call))['parameters']);
  const workflow = act(store, find(store, namespace, name), action, parameters, call.asker.name);
  sendJson(call.response, 200, bare(action === 'retry' ? workflow : unpacked(workflow)));
  return true;
}
