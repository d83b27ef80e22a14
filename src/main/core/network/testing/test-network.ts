/** A network for tests: its folder is temporary, its host knows no system proxy, its environment is empty. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNetwork, type Network } from '../network.ts';
import type { Environment, ProxySettings } from '../proxy-decision.ts';

export interface TestNetwork extends AsyncDisposable {
  readonly network: Network;
  readonly folder: string;
  changeProxy(settings: ProxySettings): void;
}

export async function testNetwork(
  options: {
    proxy?: ProxySettings;
    environment?: Environment;
    systemProxy?: string;
    authorities?: readonly string[];
    clock?: () => number;
  } = {},
): Promise<TestNetwork> {
  const folder = await mkdtemp(join(tmpdir(), 'sardonyx-network-'));
  let settings: ProxySettings = options.proxy ?? { mode: 'system' };
  let told = () => {};
  const network = createNetwork({
    host: { folder, clock: options.clock ?? Date.now, systemProxy: async () => options.systemProxy },
    settings: {
      current: () => settings,
      onChange(listener) {
        told = listener;
        return () => {};
      },
    },
    authorities: { current: () => options.authorities ?? [], onChange: () => () => {} },
    environment: options.environment ?? {},
  });
  return {
    network,
    folder,
    changeProxy(next) {
      settings = next;
      told();
    },
    async [Symbol.asyncDispose]() {
      await network.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
