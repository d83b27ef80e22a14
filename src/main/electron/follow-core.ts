/** What the main process itself wants to know of the core: the person's settings, and who is signed in. */
import type { Settings } from '../../shared/contract/shell.ts';
import type { Session } from '../../shared/contract/sign-in.ts';
import type { AppClient } from '../../shared/contract/index.ts';

export interface CoreFollower {
  readonly onSettings: (settings: Settings) => void;
  readonly onSession: (session: Session) => void;
  /** A person signed out of a platform, or it was removed: nothing of its services may stay. */
  readonly onForgotten: (platform: string) => void;
}

/** Follows the core until the signal ends it; a core that is started again goes on where it was. */
export function followCore(client: AppClient, follower: CoreFollower, signal: AbortSignal): void {
  void followSettings(client, follower, signal);
  void followSession(client, follower, signal);
}

async function followSettings(
  client: AppClient,
  { onSettings }: CoreFollower,
  signal: AbortSignal,
): Promise<void> {
  await untilAborted(signal, async () => {
    for await (const settings of client.shell.settings({}, { signal })) onSettings(settings);
  });
}

async function followSession(client: AppClient, follower: CoreFollower, signal: AbortSignal): Promise<void> {
  let before: Session | undefined;
  await untilAborted(signal, async () => {
    for await (const session of client.signIn.session({}, { signal })) {
      follower.onSession(session);
      for (const platform of forgotten(before, session)) follower.onForgotten(platform);
      before = session;
    }
  });
}

/** Platforms whose person left between two states: signed out, or removed. An expired sign-in is neither. */
export function forgotten(before: Session | undefined, after: Session): string[] {
  return (before?.platforms ?? [])
    .filter(({ id, state }) => {
      const now = after.platforms.find((platform) => platform.id === id)?.state;
      return state !== 'signed-out' && (now === undefined || now === 'signed-out');
    })
    .map(({ id }) => id);
}

/** The streams end when this process does; a core that fails is the supervisor's affair. */
async function untilAborted(signal: AbortSignal, follow: () => Promise<void>): Promise<void> {
  try {
    await follow();
  } catch (error) {
    if (!signal.aborted) process.stderr.write(`Sardonyx: ${String(error)}\n`);
  }
}
