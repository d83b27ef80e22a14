/** One workflow as a stream: stored first, then read whole whenever its metadata changed, through lost connections. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { Workflow } from '../../../../shared/contract/training/workflows.ts';
import type { KubernetesObject } from '../../platform/kubernetes/objects.ts';
import { pause } from '../../platform/kubernetes/backoff.ts';
import { watchCollection } from '../../platform/kubernetes/watch.ts';
import { isOver } from '../../platform/argo/workflow-state.ts';
import { live } from '../../live.ts';
import type { ArgoPlace, ArgoPlaces } from '../argo-place.ts';
import type { TrainingParts } from '../training-parts.ts';
import type { Closing } from './closing.ts';
import { keepDetail, keptDetail } from './kept-details.ts';
import { detailOf, readDetail } from './read-detail.ts';

/** Milliseconds between two readings of one workflow: a grid of thousands changes many times a second. */
const restBetween = 1_000;

/** Makes the handler. */
export function createWorkflowDetail(parts: {
  readonly places: ArgoPlaces;
  readonly surroundings: TrainingParts['surroundings'];
  readonly closing: Closing;
}): Pick<AppHandlers['training'], 'workflow'> {
  const { clock } = parts.surroundings.host;

  async function* follow(place: ArgoPlace, name: string, signal: AbortSignal) {
    const { store } = place.context;
    const { namespace } = place.argo;
    const before = await keptDetail(store, namespace, name);
    const shown = live<Workflow | undefined>(before && { ...before, connection: 'stored' });
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    let isStale = false;
    let reading: Promise<void> | undefined;
    let isConnected = false;
    let gone: unknown;

    async function readAll(): Promise<void> {
      while (isStale && !until.aborted) {
        isStale = false;
        try {
          const detail = await readDetail(place, name, until);
          const value = detailOf(detail, clock());
          shown.set({ ...value, connection: isConnected ? 'live' : 'reconnecting' });
          if (isOver(detail.state)) void parts.closing.close(detail);
        } catch (error) {
          if (until.aborted) return;
          fail(error);
        }
        await pause(restBetween, until);
      }
      await keep();
    }

    /** What cannot be read now stays as it was, with the reason; without anything before, the reason is all there is. */
    function fail(error: unknown): void {
      const now = shown.get();
      if (!isFailure(error)) parts.surroundings.report(error, 'workflow');
      else if (now) shown.set({ ...now, connection: 'stored', problem: error.data });
      else {
        gone = error;
        over.abort();
      }
    }

    async function keep(): Promise<void> {
      const now = shown.get();
      if (now && !now.problem) await keepDetail(store, namespace, now);
    }

    const read = () => {
      isStale = true;
      reading ??= readAll()
        .catch((error: unknown) => parts.surroundings.report(error, 'workflow'))
        .finally(() => {
          reading = undefined;
          if (isStale && !until.aborted) read();
        });
    };
    const watch = watchCollection<KubernetesObject>({
      client: place.argo.cluster,
      path: place.argo.path('workflows'),
      fieldSelector: `metadata.name=${name}`,
      metadataOnly: true,
      signal: until,
      // One that is gone is read too: that it is not there is the answer.
      onBatch: read,
      onState(state, problem) {
        isConnected = state === 'live';
        const now = shown.get();
        if (problem && !now) return fail(problem);
        if (!now) return;
        const { problem: known, ...rest } = now;
        if (problem) shown.set({ ...rest, connection: 'reconnecting', problem: problem.data });
        else if (isConnected && now.connection === 'reconnecting') shown.set({ ...rest, connection: 'live' });
        else if (isConnected && known) read();
      },
    });
    const stopListening = parts.surroundings.host.onResume(() => watch.wake());
    try {
      for await (const value of shown.follow(until)) if (value) yield value;
      if (gone !== undefined && !signal.aborted) throw gone;
    } finally {
      stopListening();
      over.abort();
    }
  }

  return {
    workflow: ({ name }, { signal }) => follow(parts.places.here(), name, signal),
  };
}
