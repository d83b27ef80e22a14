/** What judging a pod is made of: the verdict, the evidence and its events. */
import type { Reason, ReasonKind } from '../../../../shared/contract/services.ts';
import { eventTime } from './objects.ts';
import type { Claim, ClusterEvent, Pod } from './objects.ts';

/** `failed`: it will not become ready without somebody doing something. */
export interface Verdict {
  readonly state: 'ready' | 'starting' | 'failed';
  readonly reason?: Reason;
}

export interface PodEvidence {
  readonly pod: Pod;
  /** Events of any objects; those of other uids are passed over. */
  readonly events: readonly ClusterEvent[];
  readonly claims: readonly Claim[];
  readonly now: number;
}

type Values = Record<string, string | number | undefined>;

/** A Reason without the values that are not known. */
export function makeReason(kind: ReasonKind, values: Values, words?: string, since?: number): Reason {
  const known = Object.entries(values).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  return {
    kind,
    values: Object.fromEntries(known),
    ...(words && { words }),
    ...(since !== undefined && { since }),
  };
}

/** It will not become ready without somebody doing something. */
export const failed = (reason: Reason): Verdict => ({ state: 'failed', reason });
/** It is on its way. */
export const starting = (reason: Reason): Verdict => ({ state: 'starting', reason });

/** The events about one object, oldest first. */
export function eventsOf(uid: string | undefined, { events }: PodEvidence): ClusterEvent[] {
  return events
    .filter((event) => uid !== undefined && event.involvedObject?.uid === uid)
    .sort((a, b) => eventTime(a) - eventTime(b));
}

/** The last event of some reason whose message matches. */
export const last = (
  events: readonly ClusterEvent[],
  reason: string,
  pattern = /./,
): ClusterEvent | undefined =>
  events.findLast((event) => event.reason === reason && pattern.test(event.message ?? ''));
