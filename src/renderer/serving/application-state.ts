/** How an application stands. Pure. */
import type { Application, ServedModel } from '../../shared/contract/serving/applications.ts';
import type { Tone } from '../ui/state-mark.tsx';

const tones: Record<Application['health'], Tone> = {
  healthy: 'good',
  progressing: 'busy',
  degraded: 'bad',
  suspended: 'paused',
  missing: 'bad',
  unknown: 'warn',
};

/** The colour and sign of its state: what differs from what is asked for is a warning, even while it answers. */
export function toneOf({ health, sync }: Pick<Application, 'health' | 'sync'>): Tone {
  return health === 'healthy' && sync === 'out-of-sync' ? 'warn' : tones[health];
}

/** Whether a person has to look at it. */
export function isTroubled(application: Pick<Application, 'health' | 'sync'>): boolean {
  return ['bad', 'warn'].includes(toneOf(application));
}

/** Troubled ones first, then by name. */
export function inOrder(applications: readonly Application[]): Application[] {
  return applications.toSorted(
    (one, other) =>
      Number(isTroubled(other)) - Number(isTroubled(one)) || one.name.localeCompare(other.name, 'en'),
  );
}

/** The part of an image's name that people look at: its last path part with the tag. */
export function shortImage(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1);
}

/** True where the version of a served model is an alias that is followed. */
export function isAlias({ version }: Pick<ServedModel, 'version'>): boolean {
  return version !== undefined && !/^\d+$/.test(version);
}
