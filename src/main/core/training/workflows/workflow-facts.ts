/** What metadata does not tell of workflows: asked for once, and kept. */
import { z } from 'zod';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { WorkflowState } from '../../../../shared/contract/training/workflows.ts';
import { argoLabels } from '../../platform/argo/resources.ts';
import { stateOfMetadata } from '../../platform/argo/workflow-state.ts';
import type { KubernetesObject } from '../../platform/kubernetes/objects.ts';
import type { Store } from '../../store/store.ts';
import type { ArgoPlace } from '../argo-place.ts';
import type { SummaryFacts } from '../marks.ts';
import type { Closing } from './closing.ts';
import { readDetail } from './read-detail.ts';

const Facts = z.object({
  version: z.string(),
  state: WorkflowState,
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** No run of it is open in MLflow any more. */
  isClosed: z.boolean(),
});
type Facts = z.infer<typeof Facts>;

const storeKey = 'training/workflow-facts';
/** Workflows of which facts are kept; they are asked for the newest first. */
const mostKept = 200;

export interface WorkflowFacts {
  /** As far as it is known. */
  of(object: KubernetesObject): SummaryFacts;
  /** Asks for what is missing, one workflow after the other; `changed` is called after each. Never throws a Failure. */
  complete(
    place: ArgoPlace,
    objects: readonly KubernetesObject[],
    changed: () => void,
    signal: AbortSignal,
  ): Promise<void>;
}

const isCompleted = ({ metadata }: KubernetesObject) => metadata?.labels?.[argoLabels.completed] === 'true';

/** Takes up what was kept. */
export async function createWorkflowFacts(
  store: Pick<Store, 'get' | 'set'>,
  closing: Closing,
): Promise<WorkflowFacts> {
  const stored = z.record(z.string(), z.unknown()).safeParse((await store.get(storeKey))?.value).data ?? {};
  const known = new Map<string, Facts>();
  for (const [uid, one] of Object.entries(stored)) {
    const { data } = Facts.safeParse(one);
    if (data) known.set(uid, data);
  }

  /** One that is over changes no more; one that goes on is asked once, to see whether it is suspended. */
  function isMissing(object: KubernetesObject): boolean {
    const before = known.get(object.metadata?.uid ?? '');
    if (!before) return true;
    return isCompleted(object) && (before.version !== object.metadata?.resourceVersion || !before.isClosed);
  }

  async function keep(): Promise<void> {
    const newest = [...known].slice(-mostKept);
    await store.set(storeKey, Object.fromEntries(newest));
  }

  return {
    of(object) {
      const labels = object.metadata?.labels ?? {};
      const facts = known.get(object.metadata?.uid ?? '');
      const fits = facts && (!isCompleted(object) || facts.version === object.metadata?.resourceVersion);
      // An action since then is in the labels.
      const isNewer = facts?.version === object.metadata?.resourceVersion || isCompleted(object);
      if (!fits) return { state: stateOfMetadata(labels) };
      const state = isNewer || facts.state === 'suspended' ? facts.state : stateOfMetadata(labels);
      return { state, startedAt: facts.startedAt, endedAt: isCompleted(object) ? facts.endedAt : undefined };
    },
    async complete(place, objects, changed, signal) {
      const missing = objects.filter(isMissing).slice(0, mostKept);
      for (const { metadata } of missing) {
        if (signal.aborted) return;
        try {
          const reading = await readDetail(place, metadata?.name ?? '', signal);
          const isClosed = await closing.close(reading);
          const { resourceVersion: version, state, startedAt, endedAt } = reading;
          known.delete(reading.uid);
          known.set(reading.uid, {
            ...{ version, state, isClosed },
            ...(startedAt !== undefined && { startedAt }),
            ...(endedAt !== undefined && { endedAt }),
          });
          changed();
        } catch (error) {
          if (!isFailure(error)) throw error;
        }
      }
      if (missing.length > 0) await keep();
    },
  };
}
