/** The controller of Argo CD's Applications: compares, tells, and syncs what it is asked for. */
import type { KubernetesObject } from '../kubernetes/model.ts';
import { at, fieldsOf, isFields, listOf, sameJson, type Fields } from '../kubernetes/shape.ts';
import { startController } from '../node/controllers/loop.ts';
import { timestamp } from '../node/fields.ts';
import { destinationOf, readAutomation, readSource, type Source } from './application.ts';
import { changeStatus } from './change-status.ts';
import { compare, managedPlurals, resourcesStatus, summaryOf, wholeHealth } from './comparison.ts';
import {
  desiredState,
  problemOf,
  type ApplicationsOptions,
  type Desired,
  type Problem,
} from './desired-state.ts';
import { perform } from './perform.ts';
import { isRepositoryFolder } from './repository.ts';

const refreshKey = 'argocd.argoproj.io/refresh';
const finalizer = 'resources-finalizer.argocd.argoproj.io';

/** Starts the controller. Returns a way to stop. */
export function startApplications(options: ApplicationsOptions): () => void {
  const { store, namespace, log } = options;
  return startController({
    store,
    log,
    plural: 'applications',
    reconcile: (application) =>
      application.metadata.namespace === namespace ? reconcile(options, application) : undefined,
    related({ resource, object }) {
      const managed = managedPlurals.some((plural) => plural === resource.plural);
      if (!managed) return [];
      const commit = object.metadata.namespace === namespace && isRepositoryFolder(object);
      return store
        .list('applications', namespace)
        .filter((one) => commit || destinationOf(one) === object.metadata.namespace)
        .map(({ metadata }) => ({ namespace, name: metadata.name }));
    },
  });
}

function reconcile(options: ApplicationsOptions, application: KubernetesObject): number | undefined {
  const { store } = options;
  if (application.metadata.deletionTimestamp !== undefined) {
    remove(options, application);
    return undefined;
  }
  const asked = isFields(application['operation']) ? application['operation'] : undefined;
  const began = at(application, 'status', 'operationState', 'phase') === 'Running';
  if (asked && !began) {
    // Seen to run before it is over, as a real one that takes its time.
    changeStatus(store, application, (status) => {
      status['operationState'] = {
        operation: asked,
        phase: 'Running',
        startedAt: timestamp(),
        retryCount: 0,
      };
    });
    return 50;
  }
  if (asked) perform(options, application, asked);
  return compareAndTell(
    options,
    store.get('applications', options.namespace, application.metadata.name) ?? application,
  );
}

/** Compares with the head, tells it, and begins a sync by itself where the policy wants one. */
function compareAndTell(options: ApplicationsOptions, application: KubernetesObject): number | undefined {
  const source = readSource(at(application, 'spec', 'source'));
  const comparedTo = { source: source.fields, destination: at(application, 'spec', 'destination') };
  let found: Desired | undefined;
  let problem: Problem | undefined;
  try {
    found = desiredState(options, application, source);
  } catch (error) {
    problem = problemOf(error);
  }
  const out = found?.compared.some(({ status }) => status === 'OutOfSync');
  const sync = found === undefined ? 'Unknown' : out ? 'OutOfSync' : 'Synced';
  changeStatus(options.store, application, (status, draft) => {
    const health = found === undefined ? { status: 'Unknown' } : wholeHealth(found.compared);
    const before = fieldsOf(status['health']);
    const since = before['status'] === health.status ? before['lastTransitionTime'] : undefined;
    status['sync'] = { status: sync, ...(found && { revision: found.revision }), comparedTo };
    status['health'] = { ...health, lastTransitionTime: since ?? timestamp() };
    status['conditions'] = conditionsOf(status, problem);
    status['controllerNamespace'] = options.namespace;
    if (found !== undefined) {
      status['resources'] = resourcesStatus(found.compared);
      status['summary'] = summaryOf(found.compared);
      status['sourceType'] = found.type;
    }
    if (draft.metadata.annotations?.[refreshKey] !== undefined) {
      delete draft.metadata.annotations[refreshKey];
      status['reconciledAt'] = timestamp();
    }
  });
  if (found) beginBySelf(options, application, source, found);
  return undefined;
}

/**
 * Begins a sync where the policy wants one and there is something to do. A source that was tried already is tried again only where
 * changes in the cluster are to be undone, and not after a failure.
 */
function beginBySelf(
  { store }: ApplicationsOptions,
  application: KubernetesObject,
  source: Source,
  { revision, compared }: Desired,
): void {
  const { on, prune, selfHeal } = readAutomation(application);
  const { name, namespace } = application.metadata;
  const toDo = compared.some(({ status, manifest }) => status === 'OutOfSync' && (manifest ?? prune));
  if (!on || !toDo || isFields(application['operation'])) return;
  const last = at(application, 'status', 'operationState', 'syncResult');
  const tried = at(last, 'revision') === revision && sameJson(at(last, 'source'), source.fields);
  const failed = at(application, 'status', 'operationState', 'phase') !== 'Succeeded';
  if (tried && (!selfHeal || failed)) return;
  store.modify('applications', namespace, name, (draft) => {
    draft['operation'] = { initiatedBy: { automated: true }, retry: { limit: 5 }, sync: { revision, prune } };
  });
}

/** `status.conditions`; the time stays while the message does. */
function conditionsOf(status: Fields, problem: Problem | undefined): Fields[] {
  if (problem === undefined) return [];
  const known = listOf(status['conditions']).find(({ message }) => message === problem.message);
  return [known ?? { ...problem, lastTransitionTime: timestamp() }];
}

/** Removes what was deployed, where the application's finalizer wants that, and lets it go. */
function remove({ store }: ApplicationsOptions, application: KubernetesObject): void {
  const { name, namespace, finalizers = [] } = application.metadata;
  if (!finalizers.includes(finalizer)) return;
  for (const { plural, namespace: where, name: which } of compare(
    store,
    name,
    destinationOf(application),
    [],
  ))
    store.delete(plural, where, which);
  store.modify('applications', namespace, name, (draft) => {
    draft.metadata.finalizers = finalizers.filter((one) => one !== finalizer);
  });
}
