/** A way to a port of a service that survives its pod: callers are held while it heals. */
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { createBackoff, pause } from './backoff.ts';
import { networkFailure } from './failures.ts';

export type ForwardState = 'starting' | 'ready' | 'healing' | 'stopped';

/** A pod that is ready to take connections. */
export interface ForwardPod {
  readonly name: string;
  readonly uid: string;
  readonly port: number;
}

export interface ForwardStatus {
  readonly state: ForwardState;
  /** Why it heals: what the last attempt met; absent when there is simply no ready pod. */
  readonly problem?: Failure;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Grows each time another pod took over. */
  readonly generation: number;
}

export interface ForwardOptions {
  /** The ready pod of this moment, out of what is watched already; undefined when there is none. */
  readonly findPod: () => ForwardPod | undefined;
  /** Calls back whenever the answer of `findPod` may have changed; returns a way to stop. */
  readonly onPodChange: (listener: () => void) => () => void;
  readonly connect: (pod: ForwardPod, signal: AbortSignal) => Promise<Duplex>;
  /** Milliseconds for which a caller is held while there is nothing to connect to. */
  readonly hold: number;
  readonly clock?: () => number;
}

export interface Forward {
  /** A connection to the service; while it heals the caller waits up to `hold`. Throws the Failure met last. */
  connect(signal?: AbortSignal): Promise<Duplex>;
  /** Opens 127.0.0.1 at a port (any free one unless told), which stays the same until the forward stops. Throws a Failure `conflict` where the port is taken. */
  listen(port?: number): Promise<{ readonly port: number }>;
  status(): ForwardStatus;
  /** Calls back after each change of the status; returns a way to stop. */
  onState(listener: (status: ForwardStatus) => void): () => void;
  /** Tries at once, after the laptop woke up or its network came back. */
  wake(): void;
  /** Ends everything: the address, all connections, those who wait. */
  stop(): Promise<void>;
}

const noPod = (): Failure =>
  failure('unreachable', 'The service has no pod that is ready', { reason: 'no-ready-pod' });
const stopped = (): Failure => failure('cancelled', 'The forward was stopped', { reason: 'forward-stopped' });

class SelfHealingForward implements Forward {
  readonly #options: ForwardOptions;
  readonly #listeners = new Set<(status: ForwardStatus) => void>();
  readonly #connections = new Set<Duplex>();
  readonly #stop = new AbortController();
  readonly #forget: () => void;
  #wake = new AbortController();
  #status: ForwardStatus;
  #pod: ForwardPod | undefined;
  #probing = false;
  #server: net.Server | undefined;

  constructor(options: ForwardOptions) {
    this.#options = options;
    this.#status = { state: 'starting', since: this.#now(), generation: 0 };
    this.#forget = options.onPodChange(() => this.#podChanged());
    this.#podChanged();
  }

  status(): ForwardStatus {
    return this.#status;
  }

  onState(listener: (status: ForwardStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  wake(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  async connect(signal?: AbortSignal): Promise<Duplex> {
    const { hold, connect } = this.#options;
    const late = AbortSignal.timeout(hold);
    const over = AbortSignal.any([this.#stop.signal, late, ...(signal ? [signal] : [])]);
    const backoff = createBackoff(100, 2_000);
    let problem: Failure | undefined;
    while (!over.aborted) {
      const pod = this.#options.findPod();
      if (pod) {
        try {
          const connection = await connect(pod, over);
          if (over.aborted) connection.destroy();
          else return this.#keep(connection, pod);
        } catch (error) {
          if (over.aborted) break;
          problem = networkFailure(error, pod.name);
          this.#failed(problem);
          // Only time or a new pod heals this; a refusal stays one.
          if (problem.code === 'forbidden' || problem.code === 'signed-out' || problem.code === 'untrusted')
            throw problem;
        }
      }
      await pause(pod ? backoff.next() : hold, over, this.#wake.signal);
    }
    if (this.#stop.signal.aborted) throw stopped();
    if (signal?.aborted) throw failure('cancelled', 'Cancelled');
    throw problem ?? this.#status.problem ?? noPod();
  }

  async listen(port = 0): Promise<{ readonly port: number }> {
    if (this.#stop.signal.aborted) throw stopped();
    const server = (this.#server ??= net.createServer(
      { allowHalfOpen: true, pauseOnConnect: true, noDelay: true },
      (socket) => void this.#accept(socket),
    ));
    if (!server.listening) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      }).catch((error: unknown) => {
        this.#server = undefined;
        throw failure('conflict', `Port ${port} of this laptop is taken`, {
          reason: 'port-taken',
          values: { port },
          words: String(error),
        });
      });
      server.on('error', () => undefined);
    }
    return { port: (server.address() as net.AddressInfo).port };
  }

  async stop(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#forget();
    this.#tell('stopped');
    for (const connection of this.#connections) connection.destroy();
    const server = this.#server;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #accept(socket: net.Socket): Promise<void> {
    const gone = new AbortController();
    socket.on('error', () => undefined);
    socket.once('close', () => gone.abort());
    this.#track(socket);
    try {
      join(socket, await this.connect(gone.signal));
    } catch {
      // A reset says more than an orderly end, which an HTTP client takes for an empty answer.
      socket.resetAndDestroy();
    }
  }

  #keep(connection: Duplex, pod: ForwardPod): Duplex {
    this.#track(connection);
    let heard = false;
    connection.once('readable', () => (heard = true));
    connection.once('error', (error: unknown) => {
      const problem = networkFailure(error, pod.name);
      // A long connection that broke is no news about the service; one that never spoke is.
      if (!heard && problem.data.reason !== 'connection-lost' && this.#pod?.uid === pod.uid)
        this.#failed(problem);
    });
    if (this.#status.problem === undefined || problemOfConnect(this.#status.problem)) this.#ready(pod);
    return connection;
  }

  #track(connection: Duplex): void {
    this.#connections.add(connection);
    connection.once('close', () => this.#connections.delete(connection));
  }

  #podChanged(): void {
    if (this.#stop.signal.aborted) return;
    const pod = this.#options.findPod();
    const another = pod?.uid !== this.#pod?.uid || pod?.port !== this.#pod?.port;
    if (pod && (another || (this.#status.state !== 'ready' && !this.#status.problem))) this.#ready(pod);
    else if (!pod && this.#status.state === 'ready') this.#tell('healing');
    if (pod && another) this.wake();
  }

  #ready(pod: ForwardPod): void {
    const generation = this.#status.generation + (this.#pod && this.#pod.uid !== pod.uid ? 1 : 0);
    this.#pod = pod;
    this.#tell('ready', undefined, generation);
  }

  #failed(problem: Failure): void {
    this.#tell(this.#status.state === 'starting' ? 'starting' : 'healing', problem);
    if (!this.#probing) void this.#probe();
  }

  /** Looks again and again, without a caller, whether the port of the pod takes connections. */
  async #probe(): Promise<void> {
    this.#probing = true;
    const backoff = createBackoff(250, 5_000);
    while (!this.#stop.signal.aborted && this.#status.state !== 'ready') {
      await pause(backoff.next(), this.#stop.signal, this.#wake.signal);
      const pod = this.#options.findPod();
      if (!pod || this.#stop.signal.aborted) continue;
      const answered = await this.#tryOnce(pod);
      if (answered) this.#ready(pod);
    }
    this.#probing = false;
  }

  /** True when a connection could be made and nothing was reported against it for a moment. */
  async #tryOnce(pod: ForwardPod): Promise<boolean> {
    try {
      const connection = await this.#options.connect(pod, this.#stop.signal);
      const problem = await new Promise<unknown>((resolve) => {
        const timer = setTimeout(() => resolve(undefined), 300);
        connection.once('error', (error) => {
          clearTimeout(timer);
          resolve(error);
        });
        connection.resume();
      });
      connection.on('error', () => undefined).destroy();
      if (problem) this.#tell(this.#status.state, networkFailure(problem, pod.name));
      return !problem;
    } catch (error) {
      this.#tell(this.#status.state, networkFailure(error, pod.name));
      return false;
    }
  }

  #tell(state: ForwardState, problem?: Failure, generation = this.#status.generation): void {
    const before = this.#status;
    if (
      before.state === 'stopped' ||
      (before.state === state &&
        before.generation === generation &&
        before.problem?.message === problem?.message)
    )
      return;
    const since = before.state === state ? before.since : this.#now();
    this.#status = { state, since, generation, ...(problem && { problem }) };
    for (const listener of [...this.#listeners]) listener(this.#status);
  }

  #now(): number {
    return (this.#options.clock ?? Date.now)();
  }
}

/** True for a problem that a connection that could be made disproves; a closed port shows only afterwards. */
function problemOfConnect(problem: Failure): boolean {
  return problem.data.reason !== 'port-closed' && problem.data.reason !== 'port-failed';
}

/** Joins two streams both ways with backpressure; when one breaks the other is broken off too. */
function join(socket: net.Socket, connection: Duplex): void {
  connection.on('error', () => socket.resetAndDestroy());
  connection.once('close', () => socket.destroySoon());
  socket.once('close', () => connection.destroy());
  socket.pipe(connection);
  connection.pipe(socket);
}

/** Makes a forward; it looks for its pod at once. Stop it in the end. */
export function createForward(options: ForwardOptions): Forward {
  return new SelfHealingForward(options);
}
