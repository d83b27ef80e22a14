/** The streams of models that several screens look at; one of a kind for each server or model. */
import { core } from '../../app/core.ts';
import { createLive, useLive, type Live } from '../../app/live.ts';

/** Opens a stream once for each key, so that a screen that comes back shows at once what it had. */
function keyed<T>(open: (key: readonly string[], signal: AbortSignal) => AsyncIterable<T>) {
  const known = new Map<string, Live<T>>();
  return (...key: readonly string[]): Live<T> => {
    const name = JSON.stringify(key);
    const live = known.get(name) ?? createLive((signal) => open(key, signal));
    known.set(name, live);
    return live;
  };
}

const servers = createLive((signal) => core.models.modelServers({}, { signal }));
const pins = createLive((signal) => core.models.pins({}, { signal }));
const registryOf = keyed(([server = ''], signal) => core.models.registry({ server }, { signal }));
const modelOf = keyed(([server = '', name = ''], signal) =>
  core.models.registeredModel({ server, name }, { signal }),
);
const experimentsOf = keyed(([server = ''], signal) => core.models.experiments({ server }, { signal }));
const runsOf = keyed(([server = '', ...experiments], signal) =>
  core.models.watchRuns({ server, experiments }, { signal }),
);

export const useModelServers = () => useLive(servers);
export const usePins = () => useLive(pins);
export const useRegistry = (server: string) => useLive(registryOf(server));
export const useRegisteredModel = (server: string, name: string) => useLive(modelOf(server, name));
export const useExperiments = (server: string) => useLive(experimentsOf(server));
export const useWatchedRuns = (server: string, experiments: readonly string[]) =>
  useLive(runsOf(server, ...experiments));
