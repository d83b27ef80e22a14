/** The forward beside `kubectl port-forward`, to the same pod of a real cluster in the same run. */
import { setTimeout as pause } from 'node:timers/promises';
import { createBenchPod, type BenchPod } from './bench-pod.ts';
import { killForwarders, startKubectl, startOwn, type Forwarder } from './forwarders.ts';
import { adminKubeconfig, clientOf } from './lab.ts';
import { ownMemoryOf } from './own-memory.ts';
import { processorClock } from './processor-time.ts';
import { median, medianOf, table, type Figure } from './report.ts';
import { download, idleConnections, latency, stalledDownload, upload, whoAnswers } from './traffic.ts';

const runs = 5;
const mebibyte = 1024 * 1024;
const bulk = 256 * mebibyte;
const stalledBytes = 1024 * mebibyte;
/** Requests of which one run's latency is the median. */
const requests = 20;
/** Milliseconds in which memory is looked at while nothing is read. */
const settling = 2_000;
/** Milliseconds after which everything is given up and removed. */
const deadline = 280_000;
const peerName = 'kubectl port-forward';

type Start = () => Promise<Forwarder>;
interface Both {
  readonly own: number;
  readonly kubectl: number;
}

const round = (value: number, digits = 0): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Medians of the same work on both sides, taking turns so that a busy moment meets both. */
async function both(
  work: (forwarder: Forwarder) => Promise<number>,
  own: Forwarder,
  kubectl: Forwarder,
): Promise<Both> {
  const measured: Both[] = [];
  for (let run = 0; run < runs; run += 1)
    measured.push({ own: await work(own), kubectl: await work(kubectl) });
  return medians(measured);
}

function medians(measured: readonly Both[]): Both {
  return { own: median(measured.map((one) => one.own)), kubectl: median(measured.map((one) => one.kubectl)) };
}

/** The same of a transfer, with the processor time that each program took for a GiB of it, where the system tells it. */
async function transfers(
  transfer: (port: number, bytes: number) => Promise<number>,
  own: Forwarder,
  kubectl: Forwarder,
): Promise<{ readonly speed: Both; readonly processor: Both | undefined }> {
  const clocks = { own: processorClock(own.pid), kubectl: processorClock(kubectl.pid) };
  const taken: { own: number[]; kubectl: number[] } = { own: [], kubectl: [] };
  const work = (name: keyof Both) => async (forwarder: Forwarder) => {
    const before = clocks[name]?.() ?? 0;
    const speed = await transfer(forwarder.port, bulk);
    taken[name].push((((clocks[name]?.() ?? 0) - before) * 1024 * mebibyte) / bulk);
    return speed;
  };
  const measured: Both[] = [];
  for (let run = 0; run < runs; run += 1)
    measured.push({ own: await work('own')(own), kubectl: await work('kubectl')(kubectl) });
  const processor = clocks.own && { own: median(taken.own), kubectl: median(taken.kubectl) };
  return { speed: medians(measured), processor };
}

async function using<T>(start: Start, work: (forwarder: Forwarder) => Promise<T>): Promise<T> {
  const forwarder = await start();
  try {
    return await work(forwarder);
  } finally {
    await forwarder.stop();
  }
}

async function medianLatency(port: number): Promise<{ readonly first: number; readonly next: number }> {
  const measured: { first: number; next: number }[] = [];
  for (let one = 0; one < requests; one += 1) measured.push(await latency(port));
  return { first: median(measured.map((one) => one.first)), next: median(measured.map((one) => one.next)) };
}

/** Most memory in MiB that a process had above `before` while nothing was done for a moment. */
async function growth(pid: number, before: number): Promise<number> {
  let most = ownMemoryOf(pid) - before;
  for (let waited = 0; waited < settling; waited += 200) {
    await pause(200);
    most = Math.max(most, ownMemoryOf(pid) - before);
  }
  return most;
}

/** MiB that a fresh process takes more once `work` has begun; `work` gives a way to end what it began. */
function extraMemory(start: Start, work: (port: number) => Promise<() => void>): Promise<number> {
  return medianOf(runs, () =>
    using(start, async ({ pid, port, settle }) => {
      await latency(port);
      await settle();
      const before = ownMemoryOf(pid);
      const end = await work(port);
      const extra = await growth(pid, before);
      end();
      return extra;
    }),
  );
}

async function stall(port: number): Promise<() => void> {
  const { stop } = await stalledDownload(port, stalledBytes);
  return stop;
}

/** Reads a download to its end after its reader had stopped. Throws where bytes are missing. */
async function resumesAfterStall(port: number): Promise<void> {
  const stalled = await stalledDownload(port, stalledBytes);
  await pause(settling);
  const come = await stalled.finish();
  if (come !== stalledBytes) throw new Error(`After a stalled reader ${come} of ${stalledBytes} bytes came`);
}

/** Milliseconds from the new pod being ready to its first answer at the same port, for a caller that tries until it has one. */
async function recovery(pod: BenchPod, { port }: Forwarder, signal: AbortSignal): Promise<number> {
  const old = await pod.ready();
  await whoAnswers(port, signal);
  await pod.replace(old);
  let answer = old.name;
  while (answer === old.name) {
    signal.throwIfAborted();
    answer = await whoAnswers(port, signal).catch(() => old.name);
    if (answer === old.name) await pause(20);
  }
  const answered = performance.now();
  const next = await pod.ready(old.uid);
  return Math.max(0, answered - next.seen);
}

/** What became of kubectl after its pod `old` was replaced; throws where it serves the new one. */
async function fateOf(kubectl: Forwarder, old: string): Promise<string> {
  const patience = AbortSignal.timeout(5_000);
  while (!patience.aborted) {
    const answer = await whoAnswers(kubectl.port, patience).catch(() => undefined);
    // The old pod may still answer while it is being ended.
    if (answer !== undefined && answer !== old) throw new Error('kubectl port-forward served the new pod');
    if (!kubectl.running()) return 'kubectl port-forward ended when its pod did';
    if (answer === undefined) await pause(100);
  }
  return 'kubectl port-forward outlived its pod, but answered nothing for 5 s after the new one was ready';
}

async function measureOver(kubeconfig: string, pod: BenchPod, signal: AbortSignal): Promise<Figure[]> {
  const startUs: Start = () => startOwn(kubeconfig, pod);
  const startPeer: Start = () => startKubectl(kubeconfig, pod);
  const figures: Figure[] = [];
  const add = (figure: Figure): void => {
    figures.push(figure);
    process.stderr.write(`${table([figure])}\n`);
  };
  const compare = (
    what: string,
    unit: string,
    direction: Figure['direction'],
    { own, kubectl }: Both,
    budget?: number,
  ): void => {
    const digits = (unit === 'ms' && own < 100) || unit === 'MiB' ? 1 : 0;
    const peer = { name: peerName, value: round(kubectl, digits) };
    add({
      what,
      value: round(own, digits),
      unit,
      ...(budget !== undefined && { budget }),
      direction,
      peer,
    });
  };
  const times = (what: string, { own, kubectl }: Both): void => {
    add({
      what,
      value: round(own / kubectl, 2),
      unit: 'times',
      budget: 1.5,
      direction: 'above',
      peer: null,
      reason: 'compares already',
    });
  };

  await pod.ready();
  await using(startUs, (own) =>
    using(startPeer, async (kubectl) => {
      for (const { port } of [own, kubectl]) {
        await download(port, bulk / 4);
        await upload(port, bulk / 4);
      }
      for (const [way, transfer] of [
        ['down', download],
        ['up', upload],
      ] as const) {
        const { speed, processor } = await transfers(transfer, own, kubectl);
        compare(`throughput ${way}`, 'MB/s', 'above', speed);
        times(`throughput ${way}, times kubectl`, speed);
        if (processor) compare(`processor time of a GiB ${way}`, 'ms', 'below', processor);
      }
      compare(
        'small request on a new connection',
        'ms',
        'below',
        await both(async ({ port }) => (await medianLatency(port)).first, own, kubectl),
      );
      compare(
        'small request on an open connection',
        'ms',
        'below',
        await both(async ({ port }) => (await medianLatency(port)).next, own, kubectl),
      );
      await resumesAfterStall(own.port);
    }),
  );

  const stalled = { own: await extraMemory(startUs, stall), kubectl: await extraMemory(startPeer, stall) };
  compare('extra memory, stalled reader of a 1 GiB download', 'MiB', 'below', stalled, 20);
  const idle = (port: number) => idleConnections(port, 100);
  compare('extra memory, 100 idle connections', 'MiB', 'below', {
    own: await extraMemory(startUs, idle),
    kubectl: await extraMemory(startPeer, idle),
  });

  await using(startUs, (own) =>
    using(startPeer, async (kubectl) => {
      const old = await whoAnswers(kubectl.port, signal);
      const first = await recovery(pod, own, signal);
      const reason = await fateOf(kubectl, old);
      const others: number[] = [];
      while (others.length < runs - 1) others.push(await recovery(pod, own, signal));
      const value = round(median([first, ...others]));
      add({
        what: 'recovery after the pod was replaced, from ready to the first byte',
        value,
        unit: 'ms',
        budget: 2000,
        direction: 'below',
        peer: null,
        reason,
      });
    }),
  );
  return figures;
}

/** Medians of five; leaves nothing behind, also when it is interrupted or takes too long. Throws where there is no cluster or no kubectl. */
export async function measure(): Promise<Figure[]> {
  const over = new AbortController();
  const stop = (): void => {
    over.abort(new Error(`Interrupted, or longer than ${deadline / 1000} s`));
    killForwarders();
  };
  const timer = setTimeout(stop, deadline);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  const kubeconfig = adminKubeconfig();
  const { client, close } = await clientOf(kubeconfig);
  try {
    const pod = await createBenchPod(client, over.signal);
    try {
      return await measureOver(kubeconfig, pod, over.signal);
    } finally {
      await pod.remove();
    }
  } catch (error) {
    throw over.signal.aborted ? over.signal.reason : error;
  } finally {
    over.abort();
    clearTimeout(timer);
    killForwarders();
    await close();
  }
}
