/** A CronWorkflow as a person sees it. Pure. */
import { Schedule } from '../../../../shared/contract/training/schedules.ts';
import { CronError } from '../../../../shared/training/cron.ts';
import { isTimeZone, nextTime } from '../../../../shared/training/next-time.ts';
import { timeOf, type CronWorkflowObject } from '../../platform/argo/resources.ts';

/** Conditions under which the controller starts nothing. Source: Argo Workflows, CronWorkflow status. */
const bad = new Set(['SpecError', 'SubmissionError']);

/** Reads it. @param now milliseconds since 1970, after which the next time is */
export function readSchedule({ metadata, spec, status }: CronWorkflowObject, now: number): Schedule {
  const schedules = [...(spec?.schedules ?? (spec?.schedule === undefined ? [] : [spec.schedule]))];
  const policy = Schedule.shape.concurrency.safeParse(spec?.concurrencyPolicy).data ?? 'Allow';
  const problem = status?.conditions?.find(
    ({ type = '', status: holds }) => bad.has(type) && holds === 'True',
  )?.message;
  const lastAt = timeOf(status?.lastScheduledTime);
  const suspended = spec?.suspend === true;
  const nextAt = suspended ? undefined : nextOf(schedules, now, spec?.timezone);
  return {
    name: metadata?.name ?? '',
    schedules,
    ...(spec?.timezone && { timezone: spec.timezone }),
    suspended,
    concurrency: policy,
    ...(lastAt !== undefined && { lastAt }),
    ...(nextAt !== undefined && { nextAt }),
    active: (status?.active ?? []).flatMap(({ name }) => name ?? []),
    ...(status?.succeeded !== undefined && { succeeded: status.succeeded }),
    ...(status?.failed !== undefined && { failed: status.failed }),
    ...(problem !== undefined && { problem }),
  };
}

function nextOf(schedules: readonly string[], now: number, timezone: string | undefined): number | undefined {
  if (timezone && !isTimeZone(timezone)) return undefined;
  try {
    return nextTime(schedules, now, timezone || 'UTC');
  } catch (error) {
    if (error instanceof CronError) return undefined;
    throw error;
  }
}
