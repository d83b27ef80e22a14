/** The probes of one running container: startup first, then readiness and liveness, each at its own period. */
import type { ProbeKind, ProbePlan } from '../pod-spec.ts';
import { tryProbe, type ProbeTarget } from './probe.ts';

export interface ProbeListener {
  started(): void;
  ready(ready: boolean): void;
  /** A try failed: for the event Unhealthy. */
  unhealthy(kind: ProbeKind, why: string): void;
  /** Startup or liveness failed as often as it may: the container must be restarted. */
  failed(kind: ProbeKind, probe: ProbePlan): void;
}

/**
 * Runs the probes of a container until the signal. Thresholds and periods as in
 * https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/. In the first period of the
 * startup and readiness probes some tries come early, at 0.1, 0.25, 0.5 … seconds: they may succeed but never count as
 * failed, so that a quick program does not wait for a slow period.
 */
export function watchProbes(target: ProbeTarget, listener: ProbeListener, signal: AbortSignal): void {
  const { startup, readiness, liveness } = target.container.probes;
  const go = () => {
    if (signal.aborted) return;
    listener.started();
    if (readiness === undefined) listener.ready(true);
    else void repeat('readiness', readiness);
    if (liveness !== undefined) void repeat('liveness', liveness);
  };
  if (startup === undefined) go();
  else void repeat('startup', startup).then((passed) => passed && go());

  async function repeat(kind: ProbeKind, probe: ProbePlan): Promise<boolean> {
    let successes = 0;
    let failures = 0;
    await sleep(probe.initialDelaySeconds * 1000, signal);
    const early = kind !== 'liveness' && (await passedEarly(probe));
    if (early && kind === 'startup') return true;
    if (early) listener.ready(true);
    // Without an early success a whole period has passed by now.
    for (let due = !early && kind !== 'liveness'; ; due = false) {
      if (!due) await sleep(probe.periodSeconds * 1000, signal);
      if (signal.aborted) return false;
      const why = await tryProbe(probe.action, probe.timeoutSeconds, target);
      if (signal.aborted) return false;
      successes = why === undefined ? successes + 1 : 0;
      failures = why === undefined ? 0 : failures + 1;
      if (why !== undefined) listener.unhealthy(kind, why);
      if (successes >= probe.successThreshold) {
        if (kind === 'startup') return true;
        if (kind === 'readiness') listener.ready(true);
      }
      if (failures >= probe.failureThreshold) {
        if (kind === 'readiness') listener.ready(false);
        else {
          listener.failed(kind, probe);
          return false;
        }
      }
    }
  }

  async function passedEarly(probe: ProbePlan): Promise<boolean> {
    let waited = 0;
    for (const moment of [100, 250, 500, 1000, 2000, 4000, 8000]) {
      if (moment >= probe.periodSeconds * 1000 || probe.successThreshold > 1) break;
      await sleep(moment - waited, signal);
      waited = moment;
      if (signal.aborted) return false;
      if ((await tryProbe(probe.action, probe.timeoutSeconds, target)) === undefined) return true;
    }
    await sleep(probe.periodSeconds * 1000 - waited, signal);
    return false;
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
