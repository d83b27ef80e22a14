/** Answers what the core asks of the main process. */
import { BrowserWindow, Notification, powerSaveBlocker, session } from 'electron';
import { failure } from '../../shared/contract/errors.ts';
import type { Handlers } from '../../shared/contract/operation.ts';
import type { SecretStore } from '../core/host.ts';
import type { Live } from '../core/live.ts';
import type { HostContract } from './host-contract.ts';
import { openExternal, openFile } from './open-external.ts';

export interface HostHandlersOptions {
  readonly secrets: SecretStore;
  readonly resumes: Live<number>;
  /** A notification was clicked. */
  readonly onClick: () => void;
}

/** Makes the main process's end of the host contract. */
export function hostHandlers({ secrets, resumes, onClick }: HostHandlersOptions): Handlers<HostContract> {
  // One that nothing refers to is collected, and its click is lost.
  const shown = new Set<Notification>();
  let wanting = 0;
  let blocker: number | undefined;
  return {
    secrets: {
      get: async ({ key }) => (await secrets.get(key)) ?? null,
      set: async ({ key, value }) => {
        await secrets.set(key, value);
        return {};
      },
      delete: async ({ key }) => {
        await secrets.delete(key);
        return {};
      },
      keys: async ({ prefix }) => [...(await secrets.keys(prefix))],
    },
    system: {
      openAddress: async ({ address }) => {
        if (!(await openExternal(address)))
          throw failure('invalid-input', 'Sardonyx opens http, https and mailto addresses only', {
            field: 'address',
          });
        return {};
      },
      openFile: async ({ file }) => {
        const problem = await openFile(file);
        if (problem !== undefined)
          throw failure('unsupported', 'No program opens this file', {
            reason: 'no-opener',
            values: { name: file },
            words: problem,
          });
        return {};
      },
      keepAwake: async ({ on }) => {
        wanting = Math.max(0, wanting + (on ? 1 : -1));
        if (wanting > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
        else if (blocker !== undefined) {
          powerSaveBlocker.stop(blocker);
          blocker = undefined;
        }
        return {};
      },
      notify: async (words) => {
        if (!Notification.isSupported() || BrowserWindow.getFocusedWindow()) return {};
        const notification = new Notification(words);
        shown.add(notification);
        notification.once('click', onClick);
        notification.once('close', () => shown.delete(notification));
        notification.show();
        return {};
      },
      proxy: ({ address }) => session.defaultSession.resolveProxy(address),
      resumes: (_, { signal }) => resumes.follow(signal),
    },
  };
}
