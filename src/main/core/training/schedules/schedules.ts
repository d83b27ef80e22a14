/** Trainings that begin by themselves. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { Schedule } from '../../../../shared/contract/training/schedules.ts';
import { CronError, parseCron } from '../../../../shared/training/cron.ts';
import { isTimeZone } from '../../../../shared/training/next-time.ts';
import { argoLabels, type CronWorkflowObject, type WorkflowObject } from '../../platform/argo/resources.ts';
import type { ArgoPlaces } from '../argo-place.ts';
import { followCollection } from '../follow-collection.ts';
import { argoCommand, createCommand, submitCommand } from '../start/commands.ts';
import { workflowOf } from '../start/manifest.ts';
import { readyToStart } from '../start/start.ts';
import type { TrainingParts } from '../training-parts.ts';
import { readSchedule } from './schedule-rules.ts';

type Handlers = Pick<
  AppHandlers['training'],
  'schedules' | 'scheduleTraining' | 'suspendSchedule' | 'runSchedule' | 'removeSchedule'
>;

/** Makes the handlers. */
export function createSchedules(
  parts: Pick<TrainingParts, 'here' | 'surroundings' | 'mlflowOf'> & { readonly places: ArgoPlaces },
): Handlers {
  const { places, surroundings, here } = parts;
  const { host, commands } = surroundings;

  return {
    async *schedules(_, { signal }) {
      const place = places.of(here());
      if (!place) return yield { schedules: [], state: 'unsupported' };
      const shown = followCollection<CronWorkflowObject, Schedule>(
        {
          ...{
            place,
            surroundings,
            plural: 'cronworkflows',
            metadataOnly: false,
            storeKey: 'training/schedules',
          },
          readStored: (value) =>
            Array.isArray(value) ? value.flatMap((one: unknown) => Schedule.safeParse(one).data ?? []) : [],
          read: (objects) =>
            objects
              .map((one) => readSchedule(one, host.clock()))
              .sort((one, other) => (one.name < other.name ? -1 : 1)),
        },
        signal,
      );
      for await (const { items, ...rest } of shown) yield { schedules: [...items], ...rest };
    },

    async scheduleTraining({ name, schedules, timezone, concurrency, start }) {
      checkTimes(schedules, timezone);
      const place = places.here();
      const { manifest, combinations, usesSession } = await readyToStart(place, start, parts);
      if (usesSession)
        throw failure('invalid-input', 'Keys of a session end before the next run', {
          reason: 'training-schedule-session-keys',
          field: 'start.container.storage',
        });
      const { metadata, spec } = manifest(name, combinations);
      const schedule: CronWorkflowObject = {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'CronWorkflow',
        metadata: { name, labels: metadata?.labels ?? {} },
        spec: {
          schedules,
          ...(timezone !== undefined && { timezone }),
          concurrencyPolicy: concurrency,
          // A laptop or a controller that was away begins one missed run within the hour.
          startingDeadlineSeconds: 3600,
          successfulJobsHistoryLimit: 5,
          failedJobsHistoryLimit: 5,
          workflowMetadata: { labels: metadata?.labels ?? {}, annotations: metadata?.annotations ?? {} },
          ...(spec && { workflowSpec: spec }),
        },
      };
      const { program, text } = createCommand(place.argo.namespace, schedule);
      await commands.around(program, text, () => place.argo.create('cronworkflows', schedule));
      return { name };
    },

    async suspendSchedule({ name, suspended }) {
      const { argo } = places.here();
      const command = argoCommand(suspended ? 'cron suspend' : 'cron resume', argo.namespace, name);
      await commands.around('argo', command, () =>
        argo.patch('cronworkflows', name, { spec: { suspend: suspended } }),
      );
      return {};
    },

    async runSchedule({ name }) {
      const { argo } = places.here();
      const workflow = runOf(await argo.cronWorkflow(name), host.clock());
      const { program, text } = submitCommand(argo.namespace, workflow);
      await commands.around(program, text, () => argo.create('workflows', workflow));
      return { workflow: workflow.metadata?.name ?? '' };
    },

    async removeSchedule({ name }) {
      const { argo } = places.here();
      const command = argoCommand('cron delete', argo.namespace, name);
      await commands.around('argo', command, () => argo.remove('cronworkflows', name));
      return {};
    },
  };
}

/** One run of a schedule at once, which counts among its runs as those do that it begins itself. Pure. */
function runOf({ metadata, spec }: CronWorkflowObject, now: number): WorkflowObject {
  const name = metadata?.name ?? '';
  const { labels = {}, annotations = {} } = spec?.workflowMetadata ?? {};
  const owner = {
    ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'CronWorkflow', name, uid: metadata?.uid ?? '' },
    ...{ controller: true, blockOwnerDeletion: true },
  };
  const made = workflowOf(
    `${name}-${Math.floor(now / 1000)}`,
    { labels: { ...labels, [argoLabels.cron]: name }, annotations },
    spec?.workflowSpec ?? {},
  );
  return { ...made, metadata: { ...made.metadata, ownerReferences: [owner] } };
}

/** @throws Failure `invalid-input` with `training-schedule-wrong`, `training-time-zone` */
function checkTimes(schedules: readonly string[], timezone: string | undefined): void {
  for (const [index, schedule] of schedules.entries())
    try {
      parseCron(schedule);
    } catch (error) {
      if (!(error instanceof CronError)) throw error;
      throw failure('invalid-input', error.message, {
        reason: 'training-schedule-wrong',
        values: { found: error.found, place: error.field ?? 0 },
        field: `schedules.${index}`,
      });
    }
  if (timezone !== undefined && !isTimeZone(timezone))
    throw failure('invalid-input', `There is no time zone ${timezone}`, {
      reason: 'training-time-zone',
      values: { name: timezone },
      field: 'timezone',
    });
}
