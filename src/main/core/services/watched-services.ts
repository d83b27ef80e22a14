/** The services of wherever the person works now: one observer at a time, changed with the project. */
import type { z } from 'zod';
import type { Services } from '../../../shared/contract/services.ts';
import { failure } from '../../../shared/contract/errors.ts';
import { live, type Live } from '../live.ts';
import { createLauncher, type Launcher } from './launcher.ts';
import { observe, type Observer } from './observer.ts';
import { serviceChanges, type ServiceChange } from './service-changes.ts';
import type { ServicePlace } from './service-place.ts';
import type { CommandLog } from '../shell/commands.ts';

type ServicesValue = z.infer<typeof Services>;

/** A place with what looks at it and what changes it. */
export interface Workshop {
  readonly place: ServicePlace;
  readonly observer: Observer;
  readonly launcher: Launcher;
}

export interface WatchedServices {
  readonly state: Live<ServicesValue>;
  /** Throws a Failure `signed-out` when nobody works anywhere. */
  here(): Workshop;
  /** Goes to another place, or to none; the last call wins. */
  enter(place: ServicePlace | undefined): Promise<void>;
  wake(): void;
}

const nowhere: ServicesValue = {
  project: '',
  services: [],
  quota: [],
  source: 'stored',
  connection: 'loading',
};

/** @param tell what a person should hear of. */
export function createWatchedServices(options: {
  readonly clock: () => number;
  readonly commands: CommandLog;
  readonly tell: (change: ServiceChange) => void;
}): WatchedServices {
  const state = live<ServicesValue>(nowhere);
  let workshop: Workshop | undefined;
  let moving: Promise<void> = Promise.resolve();
  let leave = () => {};

  async function move(place: ServicePlace | undefined): Promise<void> {
    leave();
    await workshop?.observer.stop();
    workshop = undefined;
    if (!place) return state.set(nowhere);
    const observer = await observe(place, options.clock);
    workshop = { place, observer, launcher: createLauncher(place, options.commands) };
    let before: ServicesValue | undefined;
    const follow = (next: ServicesValue) => {
      if (before && before.source !== 'stored')
        for (const change of serviceChanges(before.services, next.services)) options.tell(change);
      before = next;
      state.set(next);
    };
    follow(observer.state.get());
    leave = observer.state.onChange(follow);
  }

  return {
    state,
    here: () => {
      if (!workshop) throw failure('signed-out', 'Nobody is signed in', { reason: 'not-signed-in' });
      return workshop;
    },
    enter: (place) => {
      moving = moving.then(() => move(place));
      return moving;
    },
    wake: () => workshop?.observer.wake(),
  };
}
