/** Why a controller (StatefulSet, Deployment) has fewer pods than it wants: its attempts to make one were refused. */
import type { Reason } from '../../../../shared/contract/services.ts';
import { eventTime, time } from './objects.ts';
import type { ClusterEvent, Controller, ResourceQuota } from './objects.ts';
import { makeReason } from './verdict.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';

function amounts(text: string | undefined): Map<string, number> {
  const pairs = (text ?? '').split(',').map((pair) => pair.trim().split('='));
  return new Map(
    pairs.flatMap(([name, value]) => {
      const number = parseQuantity(value);
      return name && number !== undefined ? [[name, number] as const] : [];
    }),
  );
}

export interface QuotaRefusal {
  readonly quota: string;
  /** What was asked for: cores, bytes or a count, by the quota's names (`requests.cpu`). */
  readonly requested: ReadonlyMap<string, number>;
  readonly used: ReadonlyMap<string, number>;
  readonly hard: ReadonlyMap<string, number>;
}

/** The figures of "exceeded quota: NAME, requested: a=1,b=2, used: ..., limited: ..." (kube-apiserver's quota admission); a cut text gives what is left of it. */
export function readQuotaRefusal(words: string): QuotaRefusal | undefined {
  const match = /exceeded quota: ([^,]+), requested: (.*?)(?:, used: (.*?))?(?:, limited: (.*))?$/.exec(
    words,
  );
  if (!match) return undefined;
  return {
    quota: match[1] ?? '',
    requested: amounts(match[2]),
    used: amounts(match[3]),
    hard: amounts(match[4]),
  };
}

/** A Reason of kind `quota` for the resource that lacks most; values: quota, resource, needs, free, used, hard (quantities), more (further resources that lack). */
export function quotaReason(refusal: QuotaRefusal, words: string, since?: number): Reason {
  const lacking = [...refusal.requested].filter(([name, needs]) => {
    const hard = refusal.hard.get(name);
    return hard === undefined || needs > hard - (refusal.used.get(name) ?? 0);
  });
  const degree = ([name, needs]: [string, number]): number =>
    needs / Math.max((refusal.hard.get(name) ?? needs) - (refusal.used.get(name) ?? 0), 1e-9);
  const [resource, needs] = lacking.sort((a, b) => degree(b) - degree(a))[0] ??
    [...refusal.requested][0] ?? ['', 0];
  const used = refusal.used.get(resource);
  const hard = refusal.hard.get(resource);
  const show = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : formatQuantity(resource, value);
  const free = hard !== undefined && used !== undefined ? Math.max(0, hard - used) : undefined;
  const values = {
    quota: refusal.quota,
    resource,
    needs: show(needs),
    free: show(free),
    used: show(used),
    hard: show(hard),
    more: Math.max(0, lacking.length - 1),
  };
  return makeReason('quota', values, words, since);
}

function fitsNow(refusal: QuotaRefusal, quotas: readonly ResourceQuota[]): boolean {
  const quota = quotas.find((one) => one.metadata?.name === refusal.quota);
  if (!quota?.status?.hard) return false;
  return [...refusal.requested].every(([name, needs]) => {
    const hard = parseQuantity(quota.status?.hard?.[name]);
    return hard === undefined || needs <= hard - (parseQuantity(quota.status?.used?.[name]) ?? 0);
  });
}

/** The refusal's own words, without the controller's frame around them. */
function bareWords(message: string): string {
  return message
    .replace(/^\(combined from similar events\): /, '')
    .replace(/^(?:Error creating|.*? failed error): /, '');
}

/** Turns the words of a refused creation into a Reason: `quota` with its figures, else `refused` (values: missing, quota where a quota demands a figure). */
export function refusalReason(message: string, since?: number): Reason {
  const words = bareWords(message);
  const exceeded = readQuotaRefusal(words);
  if (exceeded) return quotaReason(exceeded, words, since);
  const demands = /failed quota: ([^:]+): must specify (.*)$/.exec(words);
  const missing = demands?.[2]
    ?.split(';')
    .map((part) => part.trim().split(' ')[0])
    .join(', ');
  return makeReason('refused', { quota: demands?.[1], missing }, words, since);
}

function makes(event: ClusterEvent, controller: Controller): boolean {
  const about = event.involvedObject;
  if (about?.uid !== undefined && about.uid === controller.metadata?.uid) return true;
  const name = controller.metadata?.name ?? '';
  // A Deployment's ReplicaSets bear its name and a hash; the recorded cluster has no uid in some places, so names serve there.
  if (about?.kind === 'ReplicaSet')
    return new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}-[a-z0-9]{5,12}$`).test(
      about.name ?? '',
    );
  return about?.uid === undefined && about?.kind === controller.kind && about?.name === name;
}

/**
 * Why a controller could make no pod: the last refusal since `after` that no success followed. `solved`: the quota has room
 * for it by now and the controller will try again soon.
 */
export function controllerReason(
  controller: Controller,
  events: readonly ClusterEvent[],
  after: number,
  quotas: readonly ResourceQuota[] = [],
): { readonly reason: Reason; readonly solved: boolean } | undefined {
  const own = events.filter((event) => makes(event, controller)).sort((a, b) => eventTime(a) - eventTime(b));
  const refused = own.findLast((event) => event.reason === 'FailedCreate');
  const succeeded = own.findLast(
    (event) => event.reason === 'SuccessfulCreate' && !/Create Claim/.test(event.message ?? ''),
  );
  const condition = controller.status?.conditions?.find(
    (one) => one.type === 'ReplicaFailure' && one.status === 'True',
  );
  const message =
    refused && eventTime(refused) >= after && (!succeeded || eventTime(succeeded) < eventTime(refused))
      ? refused.message
      : condition?.message;
  if (!message) return undefined;
  // The controller tries again and again: it began with the first refusal, not with the last.
  const begun = own
    .filter((event) => event.reason === 'FailedCreate' && eventTime(event) >= after)
    .filter((event) => !succeeded || eventTime(event) > eventTime(succeeded))
    .map((event) => Math.max(time(event.firstTimestamp) ?? eventTime(event), after));
  const reason = refusalReason(message, begun.length > 0 ? Math.min(...begun) : undefined);
  const figures = readQuotaRefusal(bareWords(message));
  return { reason, solved: figures !== undefined && fitsNow(figures, quotas) };
}
