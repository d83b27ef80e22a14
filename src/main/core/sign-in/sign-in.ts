/** Signing in: platforms, people, projects, and the access that the other capabilities work with. */
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { Network } from '../network/network.ts';
import type { Store } from '../store/store.ts';
import type { Access } from './access.ts';
import { signInHandlers, type Unsent } from './handlers.ts';
import { openPlatforms, type SignInHost } from './platforms.ts';

export interface AccessSource {
  /** Where a person works now; undefined as long as nobody is known. The same object until platform, person or project changes. */
  current(): Access | undefined;
  /** Told after platform, person or project changed, or what is reached through them. */
  onChange(listener: (access: Access | undefined) => void): () => void;
  /** Told when a sign-in, a part or the network changed: what failed may work now. */
  onState(listener: () => void): () => void;
}

export interface SignIn {
  readonly handlers: AppHandlers['signIn'];
  readonly access: AccessSource;
  stop(): Promise<void>;
}

/**
 * Starts the capability: platforms and sessions are there when it resolves, without a browser and without the network.
 * @param options.store the app's own store, for all platforms.
 * @param options.startSandbox starts the bundled platform, or finds it running.
 * @param options.unsent what waits to be sent; absent: nothing ever does.
 */
export async function createSignIn(options: {
  readonly host: SignInHost;
  readonly network: Network;
  readonly store: Store;
  readonly startSandbox: () => Promise<PlatformFile>;
  readonly unsent?: Unsent | undefined;
}): Promise<SignIn> {
  const { host, network, store, startSandbox, unsent } = options;
  const platforms = await openPlatforms({ host, network, store, startSandbox });
  return {
    handlers: signInHandlers({ platforms, host, store, startSandbox, unsent }),
    access: {
      current: () => platforms.current()?.access(),
      onChange: (listener) => platforms.access.onChange(listener),
      onState: (listener) => platforms.onState(listener),
    },
    stop: async () => platforms.stop(),
  };
}
