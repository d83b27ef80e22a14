/** What belongs to no capability: commands shown, long work, notifications, settings, what is kept on the laptop. */
import { z } from 'zod';
import { FailureData, Values } from './errors.ts';
import { mutation, query, stream } from './operation.ts';

/** A runnable line that would have done what the app just did; secrets are named by environment variables. */
export const EquivalentCommand = z.object({
  id: z.int(),
  at: z.number(),
  program: z.enum(['helm', 'kubectl', 'aws', 'mc', 'vault', 'curl', 'mlflow', 'argo', 'argocd']),
  text: z.string(),
  state: z.enum(['running', 'done', 'failed']),
});
export type EquivalentCommand = z.infer<typeof EquivalentCommand>;

/** Long work, in the background or not; `title` is a key below `tasks` in the translations. */
export const Task = z.object({
  id: z.string(),
  title: z.string(),
  values: Values,
  state: z.enum(['running', 'done', 'failed']),
  /** Share done in [0, 1], where it is known. */
  progress: z.number().min(0).max(1).optional(),
  startedAt: z.number(),
  endedAt: z.number().optional(),
  problem: FailureData.optional(),
});
export type Task = z.infer<typeof Task>;

/** `kind` is a key below `notifications` in the translations. */
export const Notification = z.object({
  id: z.int(),
  at: z.number(),
  kind: z.string(),
  severity: z.enum(['info', 'good', 'warning', 'bad']),
  values: Values,
  /** Where a click leads: a path of the app. */
  path: z.string().optional(),
  read: z.boolean(),
});
export type Notification = z.infer<typeof Notification>;

export const Settings = z.object({
  language: z.enum(['system', 'en', 'fr']),
  appearance: z.enum(['system', 'light', 'dark']),
  /** Keys by the name of the action, where they differ from the defaults. */
  keys: z.record(z.string(), z.string()),
  proxy: z.object({
    mode: z.enum(['system', 'none', 'manual']),
    url: z.string().optional(),
    /** Hosts to reach without it, as in NO_PROXY. */
    except: z.string().optional(),
  }),
});
export type Settings = z.infer<typeof Settings>;

export const KeptItem = z.object({
  kind: z.enum([
    'catalog',
    'services',
    'icons',
    'listings',
    'objects',
    'items',
    'models',
    'runs',
    'secret-names',
    'settings',
    'journal',
    'sandbox',
  ]),
  platform: z.string().optional(),
  count: z.int(),
  bytes: z.int(),
  oldest: z.number().optional(),
});

export const shell = {
  about: query(
    z.object({}),
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'web']),
      commit: z.string().optional(),
      folder: z.string(),
      secretsKept: z.enum(['keychain', 'memory', 'file']),
    }),
  ),
  /** The last 500, oldest first, then again after each change. */
  commands: stream(z.object({}), z.array(EquivalentCommand)),
  tasks: stream(z.object({}), z.array(Task)),
  notifications: stream(z.object({}), z.array(Notification)),
  readNotifications: mutation(z.object({ upTo: z.int() }), z.object({})),
  settings: stream(z.object({}), Settings),
  changeSettings: mutation(Settings.partial(), z.object({})),
  kept: query(z.object({}), z.array(KeptItem)),
  removeKept: mutation(
    z.object({ kind: KeptItem.shape.kind, platform: z.string().optional() }),
    z.object({}),
  ),
};
