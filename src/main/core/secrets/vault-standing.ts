/** How Vault stands, as the screens follow it: looked at when a place is entered, and noted from every answer. */
import { isFailure, type FailureData } from '../../../shared/contract/errors.ts';
import type { SecretsPlace } from '../../../shared/contract/secrets.ts';
import { live } from '../live.ts';
import type { VaultClient } from '../platform/vault/client.ts';

export interface Watched {
  readonly vault: VaultClient | undefined;
  readonly folder: string;
}

export interface VaultStanding {
  follow(signal: AbortSignal): AsyncIterable<SecretsPlace>;
  /** Forgets what was known and looks at another place. */
  enter(place: Watched | undefined): void;
  /** Runs what asks Vault and notes whether it answered. */
  noting<T>(vault: VaultClient, work: () => Promise<T>): Promise<T>;
  /** Looks again where Vault did not answer. */
  wake(): void;
}

const again = 15_000;

/** Failures that say nothing about Vault itself, only about what was asked of it. */
const ordinary = new Set(['not-found', 'conflict', 'invalid-input', 'cancelled', 'no-space', 'over-quota']);

/** True where Vault cannot be used at all. */
export function isBroken({ code, reason }: FailureData): boolean {
  // Another path may well be open to the person; a refused sign-in opens none.
  if (code === 'forbidden') return reason !== undefined;
  return !ordinary.has(code);
}

/** @param patience milliseconds that one look may take. */
export function createVaultStanding(patience: number): VaultStanding {
  const state = live<SecretsPlace>({ state: 'missing' });
  let current: Watched | undefined;
  let looking: AbortController | undefined;

  const known = ({ vault, folder }: Watched): Omit<SecretsPlace, 'state'> => {
    const { product, address } = state.get();
    return {
      ...(product !== undefined && address === vault?.url && { product }),
      ...(vault && { address: vault.url, mount: vault.mount }),
      folder,
    };
  };
  const isNow = (vault: VaultClient) => current?.vault === vault;

  function note(vault: VaultClient, problem: FailureData | undefined): void {
    if (!current || !isNow(vault)) return;
    const before = state.get();
    if (!problem && before.state === 'ready') return;
    if (problem && before.state === 'broken' && before.problem?.message === problem.message) return;
    state.set({ ...known(current), ...(problem ? { state: 'broken', problem } : { state: 'ready' }) });
  }

  async function look(): Promise<void> {
    const place = current;
    if (!place?.vault) return;
    const { vault } = place;
    looking?.abort();
    looking = new AbortController();
    const signal = AbortSignal.any([looking.signal, AbortSignal.timeout(patience)]);
    try {
      await Promise.all([
        vault.list(place.folder, { signal }).catch((error: unknown) => {
          if (!isFailure(error) || isBroken(error.data)) throw error;
        }),
        vault.health({ signal }).then(
          ({ product }) => {
            if (isNow(vault)) state.set({ ...state.get(), product });
          },
          // A proxy may keep it from us; the list decides.
          () => {},
        ),
      ]);
      note(vault, undefined);
    } catch (error) {
      if (isFailure(error) && error.code !== 'cancelled') note(vault, error.data);
    }
  }

  return {
    async *follow(signal) {
      const timer = setInterval(() => {
        if (state.get().state === 'broken') void look();
      }, again);
      try {
        yield* state.follow(signal);
      } finally {
        clearInterval(timer);
      }
    },
    enter(place) {
      looking?.abort();
      current = place;
      state.set(place?.vault ? { state: 'ready', ...known(place) } : { state: 'missing' });
      void look();
    },
    async noting(vault, work) {
      try {
        const value = await work();
        note(vault, undefined);
        return value;
      } catch (error) {
        if (isFailure(error)) {
          if (isBroken(error.data)) note(vault, error.data);
          else if (error.code !== 'cancelled') note(vault, undefined);
        }
        throw error;
      }
    },
    wake() {
      if (state.get().state === 'broken') void look();
    },
  };
}
