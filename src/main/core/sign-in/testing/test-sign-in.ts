/** The capability with real adapters: its store on disk, secrets in memory, a browser that fills login forms. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformFile } from '../../../../shared/contract/platform.ts';
import type { Session, SignInStep } from '../../../../shared/contract/sign-in.ts';
import { createNetwork, type Network } from '../../network/network.ts';
import { testBrowser, type TestBrowser } from '../../platform/oidc/testing/browser.ts';
import { testSecrets } from '../../platform/oidc/testing/secrets.ts';
import { openDatabases, type Databases } from '../../store/database.ts';
import type { Unsent } from '../handlers.ts';
import type { SignInHost } from '../platforms.ts';
import { createSignIn, type SignIn } from '../sign-in.ts';

export interface Laptop extends AsyncDisposable {
  readonly host: SignInHost;
  readonly secrets: ReturnType<typeof testSecrets>;
  /** Pages that were opened in the browser. */
  readonly opened: string[];
  /** Who will fill the forms. */
  person(name: string, password: string): TestBrowser;
  /** Starts the app; stops the one before. */
  start(options?: {
    unsent?: Unsent;
    authorities?: readonly string[];
    startSandbox?: () => Promise<PlatformFile>;
  }): Promise<SignIn>;
  network(): Network;
  resume(): void;
}

export async function testLaptop(): Promise<Laptop> {
  const folder = await mkdtemp(join(tmpdir(), 'sardonyx-sign-in-'));
  const secrets = testSecrets();
  const opened: string[] = [];
  const resumes = new Set<() => void>();
  let browser: TestBrowser | undefined;
  let running: { signIn: SignIn; network: Network; databases: Databases } | undefined;
  const host: SignInHost = {
    secrets,
    async openAddress(address) {
      opened.push(address);
      browser?.visit(address).catch(() => {});
    },
    onResume(listener) {
      resumes.add(listener);
      return () => resumes.delete(listener);
    },
    languages: ['en'],
    clock: Date.now,
  };
  async function stop() {
    await running?.signIn.stop();
    await running?.network.close();
    await running?.databases.close();
    running = undefined;
  }
  return {
    host,
    secrets,
    opened,
    person(name, password) {
      browser = testBrowser((running as NonNullable<typeof running>).network, { name, password });
      return browser;
    },
    async start({
      authorities = [],
      unsent,
      startSandbox = () => Promise.reject(new Error('no sandbox')),
    } = {}) {
      await stop();
      const settings = { current: () => ({ mode: 'none' as const }), onChange: () => () => {} };
      const network = createNetwork({
        host: { folder, clock: Date.now, systemProxy: async () => undefined },
        settings,
        authorities: { current: () => authorities, onChange: () => () => {} },
      });
      const databases = openDatabases(folder);
      const signIn = await createSignIn({
        host,
        network,
        store: databases.open('app'),
        startSandbox,
        unsent,
      });
      running = { signIn, network, databases };
      return signIn;
    },
    network: () => (running as NonNullable<typeof running>).network,
    resume() {
      for (const listener of resumes) listener();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The first state for which the condition holds. */
export async function until(signIn: SignIn, holds: (session: Session) => boolean): Promise<Session> {
  const signal = AbortSignal.timeout(20_000);
  let last: Session | undefined;
  for await (const session of signIn.handlers.session({}, { signal })) {
    last = session;
    if (holds(session)) return session;
  }
  throw new Error(`Never came about; last: ${JSON.stringify(last)}`);
}

export const allAnswered = ({ parts }: Session) => parts.every(({ state }) => state !== 'checking');

/** All steps of a sign-in. */
export async function stepsOf(
  signIn: SignIn,
  id: string,
  way: 'browser' | 'device',
  onStep?: (step: SignInStep) => unknown,
): Promise<SignInStep[]> {
  const steps: SignInStep[] = [];
  for await (const step of signIn.handlers.start({ id, way }, { signal: AbortSignal.timeout(25_000) })) {
    steps.push(step);
    await onStep?.(step);
  }
  return steps;
}

/** State by part. */
export function statesOf({ parts }: Session): Record<string, string> {
  return Object.fromEntries(
    parts.map(({ name, state, problem }) => [
      name,
      problem ? `${state}: ${problem.reason ?? problem.code}` : state,
    ]),
  );
}
