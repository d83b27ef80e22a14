/** Schedules: trainings that begin by themselves (CronWorkflow). */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, stream } from '../operation.ts';
import { TrainingStart } from './start.ts';

export const Schedule = z.object({
  name: z.string(),
  /** Five fields each, as cron takes them. */
  schedules: z.array(z.string()),
  timezone: z.string().optional(),
  suspended: z.boolean(),
  concurrency: z.enum(['Allow', 'Forbid', 'Replace']),
  lastAt: z.number().optional(),
  nextAt: z.number().optional(),
  active: z.array(z.string()),
  succeeded: z.int().optional(),
  failed: z.int().optional(),
  problem: z.string().optional(),
});
export type Schedule = z.infer<typeof Schedule>;

const OfSchedule = z.object({ name: z.string() });

export const scheduleOperations = {
  schedules: stream(
    z.object({}),
    z.object({
      schedules: z.array(Schedule),
      state: z.enum(['loading', 'live', 'stored', 'unsupported']),
      asOf: z.number().optional(),
      problem: FailureData.optional(),
    }),
  ),
  scheduleTraining: mutation(
    z.object({
      name: z.string().regex(/^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/),
      schedules: z.array(z.string().min(1)).min(1),
      timezone: z.string().optional(),
      concurrency: z.enum(['Allow', 'Forbid', 'Replace']),
      /** A run of a schedule makes its own runs in MLflow: none can be made ahead. */
      start: TrainingStart,
    }),
    OfSchedule,
  ),
  suspendSchedule: mutation(OfSchedule.extend({ suspended: z.boolean() }), z.object({})),
  runSchedule: mutation(OfSchedule, z.object({ workflow: z.string() })),
  removeSchedule: mutation(OfSchedule, z.object({})),
};
