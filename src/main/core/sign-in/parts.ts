/** The parts of a platform, each asked by itself: one that fails or hangs never holds up another. */
import { failure, isFailure, type FailureData } from '../../../shared/contract/errors.ts';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import { PartName, type Part } from '../../../shared/contract/sign-in.ts';

/** Asks one part; throws a Failure, or gives a problem that does not stop it from working. */
export type Check = (signal: AbortSignal) => Promise<FailureData | undefined | void>;
export type Checks = Readonly<Partial<Record<PartName, Check>>>;

export interface Parts {
  list(): Part[];
  /** Asks these parts (all by default) and resolves when all have answered. Calls that overlap share one question a part. */
  check(names?: readonly PartName[]): Promise<void>;
  /** Forgets what was found: after a sign-in or sign-out it is not true any more. */
  reset(): void;
  /** Names of parts that could not be reached. */
  unreachable(): PartName[];
  stop(): void;
}

/** A part may take this long, then it has failed. */
const patience = 20_000;

/**
 * @param checks read anew for each question: which parts there are may change with the sign-in.
 * @param onChange called after each change of `list`.
 */
export function createParts(file: () => PlatformFile, checks: () => Checks, onChange: () => void): Parts {
  const known = new Map<PartName, Pick<Part, 'state' | 'problem'>>();
  let running = new Map<PartName, Promise<void>>();
  const stopped = new AbortController();

  async function ask(name: PartName, check: Check): Promise<void> {
    const among = running;
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(patience)]);
    const late = new Promise<never>((_resolve, reject) => {
      signal.addEventListener(
        'abort',
        () =>
          reject(
            failure('unreachable', `${name} did not answer`, { reason: 'timeout', values: { host: name } }),
          ),
        { once: true },
      );
    });
    let next: Pick<Part, 'state' | 'problem'>;
    try {
      const problem = await Promise.race([check(signal), late]);
      next = { state: 'ready', ...(problem && { problem }) };
    } catch (error) {
      next = {
        state: 'failed',
        problem: isFailure(error) ? error.data : { code: 'internal', message: String(error) },
      };
    }
    if (stopped.signal.aborted || among !== running) return;
    known.set(name, next);
    onChange();
  }

  return {
    list() {
      const present = checks();
      return PartName.options.map((name): Part => {
        const address = addressOf(file(), name);
        const state = present[name]
          ? (known.get(name) ?? { state: 'checking' as const })
          : { state: 'absent' as const };
        return { name, ...state, ...(address && { address }) };
      });
    },
    async check(names = PartName.options) {
      const present = checks();
      const asked = names.flatMap((name) => {
        const check = present[name];
        if (!check) return [];
        const among = running;
        const question = among.get(name) ?? ask(name, check).finally(() => among.delete(name));
        among.set(name, question);
        return [question];
      });
      await Promise.all(asked);
    },
    reset() {
      known.clear();
      running = new Map();
      onChange();
    },
    unreachable: () =>
      [...known].flatMap(([name, { problem }]) =>
        problem && ['unreachable', 'busy', 'untrusted'].includes(problem.code) ? [name] : [],
      ),
    stop: () => stopped.abort(),
  };
}

function addressOf(file: PlatformFile, name: PartName): string | undefined {
  switch (name) {
    case 'onyxia':
      return file.onyxia?.url;
    case 'identity':
      return file.oidc?.issuer;
    case 'kubernetes':
      return file.kubernetes?.server;
    case 'storage':
      return file.storage?.[0]?.endpoint;
    case 'vault':
      return file.vault?.url;
    case 'catalogs':
      return file.onyxia?.url ?? file.catalogs?.[0]?.url;
  }
}
