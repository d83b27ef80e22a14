/** The platforms of this laptop: which there are, which is shown, and what is told of them. */
import { failure } from '../../../shared/contract/errors.ts';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { PlatformSummary, Session } from '../../../shared/contract/sign-in.ts';
import type { Host } from '../host.ts';
import { live, type Live } from '../live.ts';
import type { Network } from '../network/network.ts';
import type { Store } from '../store/store.ts';
import type { Access } from './access.ts';
import { loadPlatforms, savePlatforms, type PlatformKind, type Platforms } from './known.ts';
import { createPlatformSession, type PlatformSession } from './platform-session.ts';
import { addressOf, freeId } from './platform-files.ts';

/** The part of the host that signing in needs. */
export type SignInHost = Pick<Host, 'secrets' | 'clock' | 'openAddress' | 'languages' | 'onResume'>;

export interface PlatformList {
  /** What the screens are told. */
  readonly state: Live<Session>;
  readonly access: Live<Access | undefined>;
  /** @throws Failure `not-found`. */
  session(id: string): PlatformSession;
  current(): PlatformSession | undefined;
  kindOf(id: string): PlatformKind | undefined;
  /** Trusts what a person accepted while there was no platform yet. */
  network(): Network;
  /** Adds a platform, or brings the one at the same address up to date; shows it. `prepare` runs before it is opened. */
  add(file: PlatformFile, kind: PlatformKind, prepare?: (id: string) => Promise<void>): Promise<string>;
  /** Takes another file for a platform that is there. */
  replace(id: string, file: PlatformFile): Promise<void>;
  remove(id: string): Promise<void>;
  show(id: string): Promise<void>;
  /** The sandbox may listen elsewhere than last time: makes sure that it runs and is known where it is. */
  wakeSandbox(id: string): Promise<void>;
  trust(pem: string): Promise<void>;
  /** Tells the present state, after what happened in this turn. */
  changed(): void;
  onState(listener: () => void): () => void;
  stop(): void;
}

/** Opens all platforms that are kept; asks the network nothing before it resolves. */
export async function openPlatforms(options: {
  readonly host: SignInHost;
  readonly network: Network;
  readonly store: Store;
  readonly startSandbox: () => Promise<PlatformFile>;
}): Promise<PlatformList> {
  const { host, network, store, startSandbox } = options;
  let kept: Platforms = await loadPlatforms(store);
  const sessions = new Map<string, PlatformSession>();
  const listeners = new Set<() => void>();
  let telling = false;

  const entryOf = (id: string) => kept.platforms.find(({ file }) => file.id === id);
  const current = () => (kept.current === undefined ? undefined : sessions.get(kept.current));
  const networkNow = () => network.trusting(kept.authorities);

  function session(id: string): PlatformSession {
    const found = sessions.get(id);
    if (found) return found;
    throw failure('not-found', `There is no platform ${id}`, {
      reason: 'platform-unknown',
      values: { name: id },
    });
  }
  function summary({ file, kind }: Platforms['platforms'][number]): PlatformSummary {
    const one = sessions.get(file.id);
    const person = one?.person();
    const state = one?.state() ?? 'signed-out';
    return { id: file.id, name: file.name, kind, address: addressOf(file), ...(person && { person }), state };
  }
  function snapshot(): Session {
    const shown = current();
    const project = shown?.project()?.id;
    return {
      platforms: kept.platforms.map(summary),
      ...(shown && { current: shown.file.id }),
      projects: shown?.projects() ?? [],
      ...(project !== undefined && { project }),
      parts: shown?.parts() ?? [],
      network: { ...network.reachability.state() },
    };
  }

  const state = live<Session>(snapshot());
  const access = live<Access | undefined>(undefined);

  /** Changes come in bursts: what is told is the state after the burst. */
  function changed(): void {
    if (telling) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      tell();
    });
  }
  function tell(): void {
    const next = snapshot();
    if (JSON.stringify(next) !== JSON.stringify(state.get())) state.set(next);
    const now = current()?.access();
    if (now !== access.get()) access.set(now);
    for (const listener of listeners) listener();
  }

  function open(file: PlatformFile): PlatformSession {
    sessions.get(file.id)?.close();
    const made = createPlatformSession({ file, network: networkNow(), host, store, onChange: changed });
    sessions.set(file.id, made);
    return made;
  }
  async function keep(next: Platforms): Promise<void> {
    kept = next;
    await savePlatforms(store, next);
  }
  async function show(id: string): Promise<void> {
    const next = session(id);
    if (kept.current !== id) {
      current()?.rest();
      network.reachability.forget();
      await keep({ ...kept, current: id });
    }
    next.activate();
    changed();
  }
  async function replace(id: string, file: PlatformFile): Promise<void> {
    await keep({
      ...kept,
      platforms: kept.platforms.map((one) => (one.file.id === id ? { ...one, file: { ...file, id } } : one)),
    });
    await open({ ...file, id }).restore();
    if (kept.current === id) sessions.get(id)?.activate();
    changed();
  }
  async function wakeSandbox(id: string): Promise<void> {
    const before = entryOf(id);
    if (before?.kind !== 'sandbox') return;
    const file = { ...(await startSandbox()), id };
    if (JSON.stringify(file) !== JSON.stringify(before.file)) await replace(id, file);
  }

  await Promise.all(kept.platforms.map(({ file }) => open(file).restore()));
  if (!current() && kept.platforms[0]) kept = { ...kept, current: kept.platforms[0].file.id };
  state.set(snapshot());
  access.set(current()?.access());

  const shown = current()?.file.id;
  if (shown !== undefined) {
    // What is kept is shown at once; where the sandbox does not start, its parts say that it does not answer.
    void wakeSandbox(shown)
      .catch(() => {})
      .finally(() => {
        if (kept.current === shown) sessions.get(shown)?.activate();
      });
  }
  const stops = [
    network.reachability.onChange(changed),
    network.onChange(() => current()?.wake()),
    host.onResume(() => current()?.wake()),
  ];

  return {
    state,
    access,
    session,
    current,
    kindOf: (id) => entryOf(id)?.kind,
    network: networkNow,
    async add(file, kind, prepare) {
      const isSame = (one: Platforms['platforms'][number]) =>
        one.kind === kind &&
        (kind === 'sandbox' ||
          (addressOf(one.file) === addressOf(file) && one.file.onyxia?.region === file.onyxia?.region));
      const same = kept.platforms.find(isSame);
      const taken = kept.platforms.map((one) => one.file.id);
      const id = same?.file.id ?? freeId(file.id, taken);
      const old = same?.file.certificateAuthorities ?? [];
      const authorities = [...new Set([...old, ...(file.certificateAuthorities ?? []), ...kept.authorities])];
      const trusting = {
        ...file,
        id,
        ...(authorities.length > 0 && { certificateAuthorities: authorities }),
      };
      const added = { kind, file: trusting };
      const platforms = same
        ? kept.platforms.map((one) => (one === same ? added : one))
        : [...kept.platforms, added];
      await prepare?.(id);
      await keep({ ...kept, platforms, authorities: [] });
      await open(trusting).restore();
      await show(id);
      return id;
    },
    replace,
    async remove(id) {
      session(id).close();
      sessions.delete(id);
      const platforms = kept.platforms.filter(({ file }) => file.id !== id);
      const { current: before, ...rest } = kept;
      const next = before === id ? platforms[0]?.file.id : before;
      await keep({ ...rest, platforms, ...(next !== undefined && { current: next }) });
      if (next !== undefined) await show(next);
      changed();
    },
    show,
    wakeSandbox,
    trust: (pem) => keep({ ...kept, authorities: [...new Set([...kept.authorities, pem])] }),
    changed,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      for (const stop of stops) stop();
      for (const one of sessions.values()) one.close();
      sessions.clear();
    },
  };
}
