/** Jobs: pods that run to their end, tried again up to a limit. */
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, numberOf, textOf, type Fields } from '../../kubernetes/shape.ts';
import { timestamp } from '../fields.ts';
import { isActive, isLeaving, isReady } from '../pod-state.ts';
import { startController } from './loop.ts';
import { randomEnding } from '../names.ts';
import { nonZero, ownedBy, podFromTemplate, writeStatus } from './ownership.ts';

/** Starts the controller. Returns a way to stop. */
export function startJobs(store: ObjectStore, log: (message: string) => void): () => void {
  return startController({ store, log, plural: 'jobs', reconcile: (job) => reconcile(store, job) });
}

export interface JobPlan {
  readonly create: number;
  readonly remove: KubernetesObject[];
  /** The reason and words with which the job is over, once it is. */
  readonly over: { type: 'Complete' | 'Failed'; reason: string; message: string } | undefined;
  /** Milliseconds until the next look, where time decides. */
  readonly again: number | undefined;
}

/**
 * What a job needs next. A failed pod counts against `backoffLimit` and is replaced after 10 s, 20 s, 40 s … (at most
 * six minutes). Rules: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy
 */
export function planJob(job: KubernetesObject, pods: readonly KubernetesObject[], now: Date): JobPlan {
  const spec = fieldsOf(job['spec']);
  const active = pods.filter(isActive);
  const succeeded = pods.filter((pod) => at(pod, 'status', 'phase') === 'Succeeded').length;
  const failed = pods.filter((pod) => at(pod, 'status', 'phase') === 'Failed');
  const parallelism = numberOf(spec['parallelism']) ?? 1;
  const completions = numberOf(spec['completions']) ?? (spec['parallelism'] === undefined ? 1 : undefined);
  const stop = (reason: string, message: string): JobPlan => ({
    create: 0,
    remove: active,
    over: { type: 'Failed', reason, message },
    again: undefined,
  });

  const limit = numberOf(spec['backoffLimit']) ?? 6;
  const restarts = active.reduce((sum, pod) => sum + restartsOf(pod), 0);
  if (failed.length > limit || (restarts > limit && limit >= 0))
    return stop('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const deadline = numberOf(spec['activeDeadlineSeconds']);
  const begun = Date.parse(textOf(at(job, 'status', 'startTime')) ?? now.toISOString());
  if (deadline !== undefined && now.getTime() - begun >= deadline * 1000)
    return stop('DeadlineExceeded', 'Job was active longer than specified deadline');
  const untilDeadline = deadline === undefined ? undefined : begun + deadline * 1000 - now.getTime();

  if (completions !== undefined ? succeeded >= completions : succeeded > 0 && active.length === 0) {
    return {
      create: 0,
      remove: active,
      over: {
        type: 'Complete',
        reason: 'CompletionsReached',
        message: 'Reached expected number of succeeded pods',
      },
      again: undefined,
    };
  }
  if (spec['suspend'] === true) return { create: 0, remove: active, over: undefined, again: undefined };
  const open =
    completions === undefined
      ? succeeded > 0
        ? 0
        : parallelism
      : Math.min(parallelism, completions - succeeded);
  const missing = open - active.length;
  if (missing <= 0) return { create: 0, remove: active.slice(open), over: undefined, again: untilDeadline };
  const wait =
    failed.length === 0
      ? 0
      : lastEnd(failed) + Math.min(10_000 * 2 ** (failed.length - 1), 360_000) - now.getTime();
  return wait > 0
    ? { create: 0, remove: [], over: undefined, again: Math.min(wait, untilDeadline ?? wait) }
    : { create: missing, remove: [], over: undefined, again: untilDeadline };
}

function reconcile(store: ObjectStore, job: KubernetesObject): number | undefined {
  if (isLeaving(job)) return undefined;
  const { name, namespace } = job.metadata;
  const finished = listOf(at(job, 'status', 'conditions')).find(
    ({ type, status }) => ['Complete', 'Failed'].includes(String(type)) && status === 'True',
  );
  if (finished !== undefined) return removeLate(store, job, textOf(finished['lastTransitionTime']));
  const told = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    store.recordEvent(job, { type, reason, message, component: 'job-controller' });
  const plan = planJob(job, ownedBy(store, 'pods', job), new Date());
  let failure: Error | undefined;
  const uid = job.metadata.uid;
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  for (let count = 0; count < plan.create && failure === undefined; count += 1) {
    const pod = `${name}-${randomEnding()}`;
    try {
      store.create(podFromTemplate(job, { name: pod, generateName: `${name}-`, labels }));
      told('Normal', 'SuccessfulCreate', `Created pod: ${pod}`);
    } catch (error) {
      failure = error as Error;
      told('Warning', 'FailedCreate', `Error creating: ${failure.message}`);
    }
  }
  for (const pod of plan.remove) {
    store.delete('pods', namespace, pod.metadata.name, { uid: pod.metadata.uid });
    told('Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }
  writeStatus(store, 'jobs', job, jobStatus(job, ownedBy(store, 'pods', job), plan.over));
  if (plan.over?.type === 'Complete') told('Normal', 'Completed', 'Job completed');
  if (plan.over?.type === 'Failed') told('Warning', plan.over.reason, plan.over.message);
  if (failure !== undefined) throw failure;
  return plan.again;
}

function jobStatus(job: KubernetesObject, pods: readonly KubernetesObject[], over: JobPlan['over']): Fields {
  const active = over === undefined ? pods.filter(isActive) : [];
  const now = timestamp();
  const condition = (type: string, { reason, message }: { reason: string; message: string }) => ({
    type,
    status: 'True',
    lastProbeTime: now,
    lastTransitionTime: now,
    reason,
    message,
  });
  const conditions =
    over === undefined
      ? []
      : [
          condition(over.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget', over),
          condition(over.type, over),
        ];
  const phases = (phase: string) => pods.filter((pod) => at(pod, 'status', 'phase') === phase).length;
  return {
    startTime: textOf(at(job, 'status', 'startTime')) ?? now,
    ...(over?.type === 'Complete' ? { completionTime: now } : {}),
    ...nonZero({ active: active.length, succeeded: phases('Succeeded'), failed: phases('Failed') }),
    ready: active.filter(isReady).length,
    terminating: pods.filter((pod) => isLeaving(pod)).length,
    uncountedTerminatedPods: {},
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

/** Removes a finished job after `ttlSecondsAfterFinished`. */
function removeLate(
  store: ObjectStore,
  job: KubernetesObject,
  since: string | undefined,
): number | undefined {
  const seconds = numberOf(at(job, 'spec', 'ttlSecondsAfterFinished'));
  if (seconds === undefined || since === undefined) return undefined;
  const left = Date.parse(since) + seconds * 1000 - Date.now();
  if (left > 0) return left;
  store.delete('jobs', job.metadata.namespace, job.metadata.name, { uid: job.metadata.uid });
  return undefined;
}

function restartsOf(pod: KubernetesObject): number {
  return listOf(at(pod, 'status', 'containerStatuses')).reduce(
    (sum, status) => sum + (numberOf(status['restartCount']) ?? 0),
    0,
  );
}

/** When the last of these pods ended, in milliseconds. */
function lastEnd(pods: readonly KubernetesObject[]): number {
  const ends = pods.flatMap((pod) =>
    listOf(at(pod, 'status', 'containerStatuses')).map((status) =>
      Date.parse(textOf(at(status, 'state', 'terminated', 'finishedAt')) ?? ''),
    ),
  );
  return Math.max(0, ...ends.filter(Number.isFinite));
}
