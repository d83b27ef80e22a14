/** A collection kept up to date: listed in pages, then watched, through lost connections and forgotten versions. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { createBackoff, pause } from './backoff.ts';
import type { KubernetesClient } from './client.ts';
import { isExpired, networkFailure, statusFailure } from './failures.ts';
import { readLines } from './lines.ts';
import { acceptHeader, listPages } from './list.ts';
import type { ListOptions } from './list.ts';
import type { KubernetesObject } from './objects.ts';

export type WatchState = 'loading' | 'live' | 'reconnecting' | 'offline';

export interface Change<T> {
  readonly kind: 'added' | 'modified' | 'deleted';
  readonly object: T;
}

export interface WatchOptions<T extends KubernetesObject> extends Omit<ListOptions, 'signal'> {
  readonly client: KubernetesClient;
  /**
   * What changed since the last call, one entry an object, and all there is now keyed by uid (read it only until the call
   * returns; it lives on). The first call comes when the first list is complete, even when it is empty.
   */
  readonly onBatch: (changes: readonly Change<T>[], snapshot: ReadonlyMap<string, T>) => void;
  readonly onState: (state: WatchState, problem?: Failure) => void;
  readonly signal: AbortSignal;
  /** Milliseconds in which changes are gathered: 100 unless told. */
  readonly gather?: number;
  /** Milliseconds of silence after which a connection counts as dead: 80,000 unless told (bookmarks come about once a minute). */
  readonly silence?: number;
  /** Shortest and longest wait between attempts, in milliseconds: 1,000 and 30,000 unless told. */
  readonly backoff?: readonly [least: number, most: number];
}

export interface Watch {
  /** Tries at once, for example after the laptop woke up: a living connection is given up for a new one. */
  wake(): void;
  /** Ends when the signal was aborted and everything is let go. */
  readonly done: Promise<void>;
}

/** Longest stretch of work before the event loop gets its turn, in milliseconds. */
const SLICE = 8;
/** A watch ends after this many seconds at the server's side, so that load balancers see short connections. */
const WATCH_SECONDS = 290;
const LINE_LIMIT = 16 * 1024 * 1024;

interface WatchEvent {
  readonly type?: string;
  readonly object?: KubernetesObject & { readonly code?: number; readonly message?: string };
}

class Reflector<T extends KubernetesObject> implements Watch {
  readonly done: Promise<void>;
  readonly #options: WatchOptions<T>;
  readonly #snapshot = new Map<string, T>();
  readonly #pending = new Map<string, Change<T>>();
  readonly #backoff;
  #listed = false;
  #version: string | undefined;
  #failures = 0;
  #expirations = 0;
  #state: WatchState | undefined;
  #timer: NodeJS.Timeout | undefined;
  #attempt = new AbortController();

  constructor(options: WatchOptions<T>) {
    this.#options = options;
    this.#backoff = createBackoff(...(options.backoff ?? [1_000, 30_000]));
    this.done = this.#run();
  }

  wake(): void {
    this.#backoff.reset();
    this.#attempt.abort('wake');
  }

  async #run(): Promise<void> {
    const { signal } = this.#options;
    this.#tell('loading');
    while (!signal.aborted) {
      this.#attempt = new AbortController();
      const attempt = AbortSignal.any([signal, this.#attempt.signal]);
      try {
        if (this.#version === undefined) await this.#list(attempt);
        const began = performance.now();
        await this.#watch(attempt);
        // A server or proxy that ends each watch at once must not be asked in a tight loop.
        if (performance.now() - began < 1_000)
          await pause(this.#backoff.next(), signal, this.#attempt.signal);
      } catch (error) {
        if (signal.aborted) break;
        if (this.#attempt.signal.aborted) continue;
        if (isExpired(error)) {
          this.#version = undefined;
          this.#expirations += 1;
          if (this.#expirations === 1) continue;
        }
        await this.#rest(networkFailure(error, this.#options.client.access.server));
      }
    }
    clearTimeout(this.#timer);
    this.#pending.clear();
  }

  /** Waits before the next attempt and says why there is nothing new meanwhile. */
  async #rest(problem: Failure): Promise<void> {
    this.#failures += 1;
    // A refusal does not go away by itself within seconds: ask as seldom as the back-off allows.
    const refused =
      problem.code === 'signed-out' || problem.code === 'forbidden' || problem.code === 'untrusted';
    const offline = refused || !this.#listed || this.#failures > 1;
    this.#tell(offline ? 'offline' : 'reconnecting', problem);
    const longest = this.#options.backoff?.[1] ?? 30_000;
    const wait = refused
      ? longest
      : Math.max(this.#backoff.next(), Math.min(longest, (problem.data.retryAfter ?? 0) * 1_000));
    await pause(wait, this.#options.signal, this.#attempt.signal);
  }

  async #list(signal: AbortSignal): Promise<void> {
    let found = new Map<string, T>();
    let version = '';
    for await (const page of listPages<T>(this.#options.client, { ...this.#options, signal })) {
      if (page.restart) found = new Map();
      let started = performance.now();
      for (const item of page.items) {
        const uid = item.metadata?.uid;
        if (uid) found.set(uid, strip(item));
        if (performance.now() - started > SLICE) {
          await nextTurn();
          started = performance.now();
        }
      }
      version = page.resourceVersion;
      await nextTurn();
    }
    this.#replace(found);
    this.#version = version;
  }

  /** Turns a new list into the changes that lead to it from what was known. */
  #replace(found: ReadonlyMap<string, T>): void {
    // What was gathered but not yet told is older than this list: the diff below is against what was told.
    this.#pending.clear();
    for (const [uid, object] of this.#snapshot)
      if (!found.has(uid)) this.#pending.set(uid, { kind: 'deleted', object });
    for (const [uid, object] of found) {
      const known = this.#snapshot.get(uid);
      if (!known) this.#pending.set(uid, { kind: 'added', object });
      else if (known.metadata?.resourceVersion !== object.metadata?.resourceVersion)
        this.#pending.set(uid, { kind: 'modified', object });
    }
    this.#flush(!this.#listed);
    this.#listed = true;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { client, path, labelSelector, fieldSelector, metadataOnly } = this.#options;
    const silence = this.#options.silence ?? 80_000;
    const body = await client.open('GET', path, {
      accept: acceptHeader(metadataOnly, 'watch'),
      query: {
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion: this.#version,
        timeoutSeconds: WATCH_SECONDS - Math.floor(Math.random() * 60),
        labelSelector,
        fieldSelector,
      },
      signal,
      timeout: Math.min(silence, 30_000),
    });
    const dead = (): void => {
      body.destroy(failure('unreachable', 'The watch fell silent', { reason: 'silent' }));
    };
    let timer = setTimeout(dead, silence);
    this.#failures = 0;
    this.#tell('live');
    try {
      let started = performance.now();
      for await (const lines of readLines(body, LINE_LIMIT)) {
        clearTimeout(timer);
        timer = setTimeout(dead, silence);
        for (const line of lines) {
          if (line !== '') this.#apply(line);
          if (performance.now() - started > SLICE) {
            await nextTurn();
            started = performance.now();
          }
        }
      }
    } finally {
      clearTimeout(timer);
      body.destroy();
    }
  }

  /** Tells a state once; a new problem is told again. */
  #tell(state: WatchState, problem?: Failure): void {
    if ((state === this.#state && !problem) || this.#options.signal.aborted) return;
    this.#state = state;
    this.#options.onState(state, problem);
  }

  #apply(line: string): void {
    let event: WatchEvent;
    try {
      event = JSON.parse(line) as WatchEvent;
    } catch {
      // A line cut by a lost connection: its change comes again, as the version was not moved on.
      throw failure('unreachable', 'The watch was cut in the middle of a line', {
        reason: 'connection-lost',
      });
    }
    const { type, object } = event;
    if (type === 'ERROR')
      throw statusFailure(object?.code ?? 500, JSON.stringify(object ?? {}), undefined, 'a watch');
    this.#backoff.reset();
    this.#expirations = 0;
    const uid = object?.metadata?.uid;
    if (object?.metadata?.resourceVersion) this.#version = object.metadata.resourceVersion;
    if (type === 'BOOKMARK' || !uid) return;
    this.#gather(uid, type === 'DELETED' ? 'deleted' : 'modified', strip(object as T));
  }

  #gather(uid: string, kind: 'modified' | 'deleted', object: T): void {
    this.#pending.delete(uid);
    if (kind === 'deleted' && !this.#snapshot.has(uid)) return;
    this.#pending.set(uid, {
      kind: kind === 'modified' && !this.#snapshot.has(uid) ? 'added' : kind,
      object,
    });
    this.#timer ??= setTimeout(() => this.#flush(false), this.#options.gather ?? 100);
  }

  #flush(always: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0 && !always) return;
    const changes = [...this.#pending.values()];
    for (const [uid, change] of this.#pending) {
      if (change.kind === 'deleted') this.#snapshot.delete(uid);
      else this.#snapshot.set(uid, change.object);
    }
    this.#pending.clear();
    if (!this.#options.signal.aborted) this.#options.onBatch(changes, this.#snapshot);
  }
}

/** Takes the bookkeeping of field owners out, which nobody reads and which is half of an object. */
function strip<T extends KubernetesObject>(object: T): T {
  const metadata = object.metadata as { managedFields?: unknown } | undefined;
  if (metadata) delete metadata.managedFields;
  return object;
}

/**
 * Keeps a collection up to date until the signal is aborted: a list in pages, then a watch with bookmarks; what fails is
 * tried again and told by `onState`; a forgotten version (410) leads to a new list whose difference is told.
 */
export function watchCollection<T extends KubernetesObject>(options: WatchOptions<T>): Watch {
  return new Reflector(options);
}
