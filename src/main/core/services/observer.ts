/** Looks at one project's services for as long as it is shown, by watch where Kubernetes answers, else by the Onyxia API. */
import type { z } from 'zod';
import type { Service, Services } from '../../../shared/contract/services.ts';
import { isFailure, type FailureData } from '../../../shared/contract/errors.ts';
import { live, type Live } from '../live.ts';
import type { ResourceQuota } from '../platform/kubernetes/objects.ts';
import { describeService } from '../platform/kubernetes/service-description.ts';
import type { ServiceEvidence } from '../platform/kubernetes/service-state.ts';
import { watchNamespace, type NamespaceWatch } from './namespace-watch.ts';
import { pollOnyxia } from './onyxia-poll.ts';
import { quotaLines } from './quota-lines.ts';
import { createEvidenceReader } from './service-evidence.ts';
import type { ServicePlace } from './service-place.ts';

type ServicesValue = z.infer<typeof Services>;
type ServiceValue = z.infer<typeof Service>;

/** At most so many looks a second are told. */
const pace = 250;
/** Reasons grow older without an event: states that depend on time are looked at again. */
const heartbeat = 15_000;

export interface Observer {
  readonly state: Live<ServicesValue>;
  /** Resolves when the platform has told something for the first time, or does not answer: until then only the store speaks. */
  readonly settled: Promise<void>;
  /** Undefined for a service that is only known by the Onyxia API. */
  evidence(id: string): ServiceEvidence | undefined;
  service(id: string): ServiceValue | undefined;
  /** The project is watched by Kubernetes, not by the Onyxia API. */
  watches(): boolean;
  /** Calls back after every look; returns a way to stop. */
  onLook(listener: () => void): () => void;
  wake(): void;
  stop(): Promise<void>;
}

/** Opens with what the store holds, then looks. */
export async function observe(place: ServicePlace, clock: () => number): Promise<Observer> {
  const stored = await place.store.get<ServicesValue>(storeKey(place));
  const state = live<ServicesValue>(
    stored
      ? { ...stored.value, source: 'stored', connection: 'loading', asOf: stored.at }
      : { project: place.project, services: [], quota: [], source: 'stored', connection: 'loading' },
  );
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  const settled = Promise.withResolvers<void>();
  const reader = createEvidenceReader();
  let evidence = new Map<string, ServiceEvidence>();
  let watch: NamespaceWatch | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** Why the cluster itself cannot be asked, while Onyxia tells the state. */
  let missing: FailureData | undefined;
  let polling: AbortController | undefined;
  const polls: Promise<void>[] = [];
  let waking = new AbortController();

  function look(): void {
    timer = undefined;
    if (!watch || stopping.signal.aborted) return;
    const { connection, problem, asOf } = watch.state();
    if (connection !== 'live' && asOf === undefined) {
      if (problem && (problem.code === 'forbidden' || problem.code === 'signed-out')) {
        missing = problem.data;
        fallBack();
      }
      // What Onyxia tells counts meanwhile, and says itself how fresh it is.
      if (polling) return;
      state.set({ ...state.get(), connection, ...(problem ? { problem: problem.data } : {}) });
      if (problem) settled.resolve();
      return;
    }
    // The cluster lets the person in now: what Onyxia tells is no longer needed, and would only contradict it.
    polling?.abort();
    polling = undefined;
    const now = clock();
    const collections = watch.collections();
    const read = reader.read(collections, { expectsOnyxia: place.onyxia !== undefined, now });
    evidence = read.evidence;
    const services = [...evidence.values()]
      .map((one) => describeService(one, place.userName))
      .filter((service) => !place.inGroup || service.mine || service.shared || place.onyxia === undefined)
      .toSorted((a, b) => b.startedAt - a.startedAt);
    tell({
      project: place.project,
      services,
      quota: quotaLines(
        (collections.quotas as readonly ResourceQuota[]).flatMap(({ status }) => (status ? [status] : [])),
      ),
      source: 'watch',
      connection,
      ...(asOf === undefined ? {} : { asOf }),
      ...(problem ? { problem: problem.data } : {}),
    });
  }

  function tell(next: ServicesValue): void {
    settled.resolve();
    state.set(next);
    void place.store.set(storeKey(place), next).catch(() => {});
    for (const listener of listeners) listener();
  }

  function soon(): void {
    timer ??= setTimeout(look, pace);
  }

  /** Where Kubernetes refuses, the Onyxia API tells what it knows. */
  function fallBack(): void {
    const { onyxia } = place;
    if (!onyxia || polling) return;
    const over = new AbortController();
    polling = over;
    polls.push(
      pollOnyxia({
        onyxia,
        userName: place.userName,
        clock,
        signal: AbortSignal.any([stopping.signal, over.signal]),
        woken: () => waking.signal,
        onLook: (look) => {
          if (over.signal.aborted) return;
          const problem = missing ? { problem: missing } : {};
          tell({
            project: place.project,
            source: 'poll',
            connection: 'live',
            asOf: clock(),
            ...look,
            ...problem,
          });
        },
        onProblem: (error) => {
          if (over.signal.aborted) return;
          settled.resolve();
          const problem = isFailure(error) ? error.data : undefined;
          const connection = problem?.code === 'unreachable' ? 'offline' : 'reconnecting';
          state.set({ ...state.get(), connection, ...(problem ? { problem } : {}) });
        },
      }),
    );
  }

  if (place.client) {
    watch = watchNamespace({
      client: place.client,
      namespace: place.namespace,
      onChange: soon,
      clock,
      signal: stopping.signal,
    });
  } else fallBack();
  const beat = setInterval(soon, heartbeat);

  return {
    state,
    settled: settled.promise,
    evidence: (id) => evidence.get(id),
    service: (id) => state.get().services.find((service) => service.id === id),
    watches: () => state.get().source === 'watch',
    onLook: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake: () => {
      watch?.wake();
      waking.abort();
      waking = new AbortController();
    },
    stop: async () => {
      settled.resolve();
      stopping.abort();
      clearInterval(beat);
      clearTimeout(timer);
      await watch?.done;
      await Promise.all(polls);
    },
  };
}

const storeKey = ({ project }: ServicePlace): string => `services/${project}`;
