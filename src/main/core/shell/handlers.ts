/** Answers what belongs to no capability. */
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { Host } from '../host.ts';
import type { CommandLog } from './commands.ts';
import type { Kept } from './kept.ts';
import type { Notifications } from './notifications.ts';
import type { SettingsKeeper } from './settings.ts';
import type { TaskList } from './tasks.ts';

/** The parts of the shell, as the other capabilities use them. */
export interface Shell {
  readonly commands: CommandLog;
  readonly tasks: TaskList;
  readonly notifications: Notifications;
  readonly settings: SettingsKeeper;
}

/** Joins the parts of the shell to the contract. */
export function shellHandlers(host: Host, shell: Shell, kept: Kept): AppHandlers['shell'] {
  return {
    about: async () => ({
      version: host.version,
      host: host.kind,
      ...(host.commit === undefined ? {} : { commit: host.commit }),
      folder: host.folder,
      secretsKept: host.secrets.kind,
    }),
    commands: async function* (_, { signal }) {
      for await (const list of shell.commands.list.follow(signal)) yield [...list];
    },
    tasks: async function* (_, { signal }) {
      for await (const list of shell.tasks.list.follow(signal)) yield [...list];
    },
    notifications: async function* (_, { signal }) {
      for await (const list of shell.notifications.list.follow(signal)) yield [...list];
    },
    readNotifications: async ({ upTo }) => {
      shell.notifications.read(upTo);
      return {};
    },
    settings: (_, { signal }) => shell.settings.value.follow(signal),
    changeSettings: async (change) => {
      await shell.settings.change(
        Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
      );
      return {};
    },
    kept: () => kept.list(),
    removeKept: async ({ kind, platform }) => {
      await kept.remove(kind, platform);
      return {};
    },
  };
}
