/** The applications as a value that the screens share. */
import { core } from '../app/core.ts';
import { createLive, useLive } from '../app/live.ts';

const applications = createLive((signal) => core.serving.applications({}, { signal }));

/** What is served, again after each change. */
export const useApplications = () => useLive(applications);
