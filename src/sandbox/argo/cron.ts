/** CronWorkflows: workflows that begin by themselves. Source: `workflow/cron` of Argo Workflows 3.7. */
import type { KubernetesObject, NewObject, ObjectStore } from '../kubernetes/model.ts';
import { at, fieldsOf, listOf, numberOf, textOf, textsOf, type Fields } from '../kubernetes/shape.ts';
import { startController } from '../node/controllers/loop.ts';
import { controlledBy } from '../node/controllers/ownership.ts';
import { textMapOf, timestamp } from '../node/fields.ts';
import { lastDue, readSchedule, type CronSchedule } from './cron-schedule.ts';
import { labels } from './labels.ts';
import { countIn } from './operation.ts';

const minuteLength = 60_000;

/** Starts the controller. Returns a way to stop. */
export function startCronWorkflows(
  store: ObjectStore,
  log: (message: string) => void,
  clock = Date.now,
): () => void {
  const started = clock();
  return startController({
    store,
    log,
    plural: 'cronworkflows',
    reconcile: (cron) => reconcile(store, cron, clock(), started),
    related: ({ resource, object }) => {
      const name =
        resource.plural === 'workflows' ? object.metadata.labels?.[labels.cronWorkflow] : undefined;
      return name === undefined ? [] : [{ namespace: object.metadata.namespace, name }];
    },
  });
}

function schedulesOf(spec: Fields): CronSchedule[] {
  const timezone = textOf(spec['timezone']) || undefined;
  const texts = [
    ...textsOf(spec['schedules']),
    ...(textOf(spec['schedule']) ? [String(spec['schedule'])] : []),
  ];
  if (texts.length === 0) throw new Error('cron workflow must have at least one schedule');
  return texts.map((text) => {
    try {
      return readSchedule(text, timezone);
    } catch (error) {
      throw new Error(
        `cron schedule ${text} is malformed: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  });
}

function reconcile(
  store: ObjectStore,
  cron: KubernetesObject,
  now: number,
  started: number,
): number | undefined {
  if (cron.metadata.deletionTimestamp !== undefined) return undefined;
  const spec = fieldsOf(cron['spec']);
  const status = countRuns(store, cron, fieldsOf(cron['status']));
  let schedules: CronSchedule[];
  try {
    schedules = schedulesOf(spec);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    writeStatus(store, cron, { ...status, conditions: [{ type: 'SpecError', status: 'True', message }] });
    return undefined;
  }
  const due = dueTime(cron, spec, status, schedules, now, started);
  if (due !== undefined && mayBegin(store, cron, spec, status)) begin(store, cron, spec, status, due);
  const { conditions: _conditions, ...rest } = status;
  writeStatus(store, cron, rest);
  forgetRuns(store, cron, spec);
  return minuteLength - (now % minuteLength) + 5;
}

/** The time of a run that is due: what was missed while nobody looked counts within `startingDeadlineSeconds` only. */
function dueTime(
  cron: KubernetesObject,
  spec: Fields,
  status: Fields,
  schedules: readonly CronSchedule[],
  now: number,
  started: number,
): number | undefined {
  const last = Date.parse(textOf(status['lastScheduledTime']) ?? '');
  const made = Date.parse(cron.metadata.creationTimestamp);
  const minute = Math.floor(now / minuteLength) * minuteLength;
  const late = numberOf(spec['startingDeadlineSeconds']) ?? 0;
  // A look a little after the full minute is in time.
  const earliest = Math.max(Math.min(started, minute) - 1, minute - minuteLength);
  const after = Number.isFinite(last)
    ? Math.max(last, Math.min(earliest, now - late * 1000))
    : Math.max(earliest, made);
  return lastDue(schedules, after, now);
}

function mayBegin(store: ObjectStore, cron: KubernetesObject, spec: Fields, status: Fields): boolean {
  if (spec['suspend'] === true) return false;
  const active = listOf(status['active']);
  if (spec['concurrencyPolicy'] === 'Forbid') return active.length === 0;
  if (spec['concurrencyPolicy'] === 'Replace')
    for (const { name } of active)
      store.modify('workflows', cron.metadata.namespace, String(name), (draft) => {
        draft['spec'] = { ...fieldsOf(draft['spec']), shutdown: 'Terminate' };
      });
  return true;
}

/** The workflow that a CronWorkflow makes for a time. */
function workflowOf(cron: KubernetesObject, spec: Fields, due: number): NewObject {
  const { name, namespace } = cron.metadata;
  const metadata = fieldsOf(spec['workflowMetadata']);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name: `${name}-${Math.floor(due / 1000)}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...textMapOf(metadata['labels']), [labels.cronWorkflow]: name },
      annotations: {
        ...textMapOf(metadata['annotations']),
        [labels.scheduledTime]: timestamp(new Date(due)),
      },
      ownerReferences: controlledBy(cron),
    },
    spec: fieldsOf(spec['workflowSpec']),
  };
}

function begin(store: ObjectStore, cron: KubernetesObject, spec: Fields, status: Fields, due: number): void {
  const wanted = workflowOf(cron, spec, due);
  const { namespace } = cron.metadata;
  if (store.get('workflows', namespace, wanted.metadata.name ?? '') === undefined) {
    const { apiVersion, kind, metadata } = store.create(wanted);
    const { name, uid, resourceVersion } = metadata;
    status['active'] = [
      ...listOf(status['active']),
      { apiVersion, kind, name, namespace, uid, resourceVersion },
    ];
  }
  status['phase'] = 'Active';
  status['lastScheduledTime'] = timestamp(new Date(due));
}

/** Takes the runs that are over out of the active ones and counts how they ended. */
function countRuns(store: ObjectStore, cron: KubernetesObject, before: Fields): Fields {
  const status: Fields = { active: null, succeeded: 0, failed: 0, phase: 'Active', ...before };
  const open: Fields[] = [];
  for (const reference of listOf(before['active'])) {
    const run = store.get('workflows', cron.metadata.namespace, String(reference['name']));
    if (run === undefined || run.metadata.uid !== reference['uid']) continue;
    const phase = at(run, 'status', 'phase');
    if (phase === 'Succeeded') status['succeeded'] = Number(status['succeeded']) + 1;
    else if (phase === 'Failed' || phase === 'Error') status['failed'] = Number(status['failed']) + 1;
    else open.push(reference);
  }
  status['active'] = open.length === 0 ? null : open;
  return status;
}

/** Deletes the oldest runs beyond the history limits: three that succeeded and one that failed, unless told otherwise. */
function forgetRuns(store: ObjectStore, cron: KubernetesObject, spec: Fields): void {
  const { namespace, name } = cron.metadata;
  const runs = store
    .list('workflows', namespace)
    .filter(
      ({ metadata }) =>
        metadata.labels?.[labels.cronWorkflow] === name && metadata.labels[labels.completed] === 'true',
    )
    .sort((left, right) =>
      String(at(left, 'status', 'finishedAt')) < String(at(right, 'status', 'finishedAt')) ? -1 : 1,
    );
  const succeeded = runs.filter((run) => at(run, 'status', 'phase') === 'Succeeded');
  const failed = runs.filter((run) => at(run, 'status', 'phase') !== 'Succeeded');
  const beyond = (list: KubernetesObject[], limit: number) => list.slice(0, Math.max(0, list.length - limit));
  const gone = [
    ...beyond(succeeded, countIn(spec, 'successfulJobsHistoryLimit') ?? 3),
    ...beyond(failed, countIn(spec, 'failedJobsHistoryLimit') ?? 1),
  ];
  for (const { metadata } of gone) store.delete('workflows', namespace, metadata.name, { uid: metadata.uid });
}

function writeStatus(store: ObjectStore, cron: KubernetesObject, status: Fields): void {
  store.modify('cronworkflows', cron.metadata.namespace, cron.metadata.name, (draft) => {
    if (draft.metadata.uid === cron.metadata.uid) draft['status'] = status;
  });
}
