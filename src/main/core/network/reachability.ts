/** Whether anything answers: offline is when nothing that was asked lately did. */

export interface Reachability {
  reached(address: string): void;
  missed(address: string): void;
  /** Forgets what it knew, for example when another platform is shown. */
  forget(): void;
  state(): { readonly state: 'online' | 'offline'; readonly since: number };
  onChange(listener: () => void): () => void;
}

/** One server that fails does not make us offline: all known origins must, until one answers again. */
export function createReachability(clock: () => number): Reachability {
  const origins = new Map<string, boolean>();
  const listeners = new Set<() => void>();
  let now: { state: 'online' | 'offline'; since: number } = { state: 'online', since: clock() };

  function note(address: string, answers: boolean): void {
    origins.set(new URL(address).origin, answers);
    settle();
  }
  function settle(): void {
    const state = origins.size > 0 && ![...origins.values()].includes(true) ? 'offline' : 'online';
    if (state === now.state) return;
    now = { state, since: clock() };
    for (const listener of listeners) listener();
  }
  return {
    reached: (address) => note(address, true),
    missed: (address) => note(address, false),
    forget() {
      origins.clear();
      settle();
    },
    state: () => now,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
