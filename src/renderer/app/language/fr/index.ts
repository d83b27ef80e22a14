/** All words of the interface: Français. */
import { catalog, formProblems, launch, savedConfigurations } from './catalog.ts';
import { failureActions, failures } from './failures.ts';
import { frame, keys, palette, words } from './frame.ts';
import { logs, reasons, resources, services, states } from './services.ts';
import { home, notifications, settings, tasks } from './shell.ts';
import { secrets } from './secrets.ts';
import { signIn } from './sign-in.ts';
import { preview, query } from './storage-data.ts';
import { storage } from './storage.ts';
import { transfers } from './transfers.ts';
import type { Translations } from '../en/index.ts';

export const fr: Translations = {
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
  storage,
  transfers,
  preview,
  query,
  secrets,
};
