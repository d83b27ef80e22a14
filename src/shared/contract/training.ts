/** Training: sets made of campaigns, grids as Argo Workflows, schedules. */
import { trainingSetOperations } from './training/sets.ts';
import { scheduleOperations } from './training/schedules.ts';
import { startOperations } from './training/start.ts';
import { workflowOperations } from './training/workflows.ts';

export const training = {
  ...trainingSetOperations,
  ...startOperations,
  ...workflowOperations,
  ...scheduleOperations,
};
