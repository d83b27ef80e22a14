/** Why a service is not ready, as a sentence and an advice. Pure. */
import type { Reason, ReasonKind } from '../../shared/contract/services.ts';
import type { Say } from '../app/language/words.ts';
import { formatBytes, formatCores, parseQuantity, type Language } from '../ui/format.ts';

/** The values without which the full sentence would have a hole. */
const needed: Partial<Record<ReasonKind, readonly string[]>> = {
  quota: ['resource', 'needs', 'free'],
  'image-pull': ['image'],
  unschedulable: ['missing'],
  'out-of-memory': ['limit'],
  'crash-loop': ['exitCode', 'restarts'],
  volume: ['claim'],
  probe: ['probe', 'restarts'],
  configuration: ['missing'],
  refused: ['words'],
  'install-failed': ['words'],
  'node-lost': ['node'],
  pulling: ['image'],
  'waiting-for-volume': ['claim'],
  initialising: ['container'],
};

/** What a name of a quota counts: `requests.memory` and `limits.memory` are both `memory`. */
export function resourceOf(name: string): string {
  if (name.endsWith('/gpu')) return 'gpu';
  return name.split('/').at(-1)?.split('.').at(-1) ?? name;
}

/** The name of a resource as a person says it. */
export function resourceName(name: string, say: Say): string {
  return say(`resources.${resourceOf(name)}`) ?? name;
}

/** An amount of a resource: bytes, cores or a count; text that is no quantity stays as it is. */
export function amountOf(resource: string, amount: string | number, language: Language): string {
  const value = typeof amount === 'number' ? amount : parseQuantity(amount);
  if (value === undefined) return String(amount);
  const kind = resourceOf(resource);
  if (kind === 'memory' || kind === 'storage') return formatBytes(value, language);
  return kind === 'cpu' ? formatCores(value, language) : String(amount);
}

/** The sentence: the full one when nothing is missing in it, the plain one otherwise. */
export function reasonSentence(reason: Reason, say: Say, language: Language): string {
  const values = readable(reason, say, language);
  const isFull = (needed[reason.kind] ?? []).every(
    (name) => values[name] !== undefined && values[name] !== '',
  );
  return say(`reasons.${reason.kind}.${isFull ? 'full' : 'plain'}`, values) ?? reason.kind;
}

/** What to do about it; empty where there is nothing to do but wait. */
export function reasonAdvice(reason: Reason, say: Say): string {
  return say(`reasons.${reason.kind}.advice`) ?? '';
}

function readable(reason: Reason, say: Say, language: Language): Record<string, string | number> {
  const { resource = '', needs, free, limit, missing } = reason.values;
  return {
    ...reason.values,
    ...(reason.words ? { words: reason.words } : {}),
    ...(resource === '' ? {} : { resource: resourceName(String(resource), say) }),
    ...(needs === undefined ? {} : { needs: amountOf(String(resource), needs, language) }),
    ...(free === undefined ? {} : { free: amountOf(String(resource), free, language) }),
    ...(limit === undefined ? {} : { limit: amountOf('memory', limit, language) }),
    ...(missing === undefined || reason.kind !== 'unschedulable'
      ? {}
      : {
          missing: String(missing)
            .split(', ')
            .map((one) => resourceName(one, say))
            .join(', '),
        }),
  };
}

export type AdviceAction = 'stop-a-service' | 'launch-again' | 'logs' | 'events' | 'values' | 'delete';

/** The buttons that go with the advice of a reason. */
export function adviceActions(kind: ReasonKind): readonly AdviceAction[] {
  switch (kind) {
    case 'quota':
      return ['stop-a-service', 'launch-again'];
    case 'image-pull':
    case 'unschedulable':
    case 'volume':
      return ['launch-again', 'events'];
    case 'out-of-memory':
      return ['launch-again', 'logs'];
    case 'crash-loop':
    case 'probe':
      return ['logs', 'launch-again'];
    case 'configuration':
    case 'refused':
      return ['values', 'launch-again'];
    case 'install-failed':
      return ['delete', 'launch-again'];
    case 'evicted':
    case 'node-lost':
    case 'no-pods':
      return ['events', 'launch-again'];
    case 'unknown':
      return ['events', 'logs'];
    case 'pulling':
    case 'waiting-for-volume':
    case 'scheduling':
    case 'starting-program':
    case 'initialising':
    case 'uninstalling':
      return [];
  }
}
