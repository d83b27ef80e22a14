/** French: the words that the first screen may need. */
import { catalog, formProblems, launch, savedConfigurations } from './catalog.ts';
import { failureActions, failures } from './failures.ts';
import { frame, keys, palette, words } from './frame.ts';
import { logs, reasons, resources, services, states } from './services.ts';
import { home, notifications, settings, tasks } from './shell.ts';
import { signIn } from './sign-in.ts';
import { transfers } from './transfers.ts';

export const first = {
  words,
  frame,
  keys,
  palette,
  failures,
  failureActions,
  signIn,
  states,
  reasons,
  resources,
  services,
  logs,
  catalog,
  savedConfigurations,
  launch,
  formProblems,
  home,
  settings,
  notifications,
  tasks,
  transfers,
};
