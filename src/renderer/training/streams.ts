/** What the screens of training share. */
import { core } from '../app/core.ts';
import { createLive, useLive } from '../app/live.ts';

const workflows = createLive((signal) => core.training.workflows({}, { signal }));
const schedules = createLive((signal) => core.training.schedules({}, { signal }));
const sets = createLive((signal) => core.training.trainingSets({}, { signal }));

export const useWorkflows = () => useLive(workflows);
export const useSchedules = () => useLive(schedules);
export const useTrainingSets = () => useLive(sets);
