/** The MLflow servers of a project: which there are, whether they answer, and how they are asked. */
import { randomUUID } from 'node:crypto';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { ModelServer, ServerDraft } from '../../../../shared/contract/models/servers.ts';
import { live } from '../../live.ts';
import { createMlflowClient } from '../../platform/mlflow/mlflow-client.ts';
import type { MlflowOf } from '../../platform/mlflow/mlflow.ts';
import type { MlflowRequests } from '../../platform/mlflow/requests.ts';
import type { InProject, ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import { connectServer } from './connect-server.ts';
import {
  forgetServer,
  keepServer,
  knownServer,
  knownServers,
  platformServer,
  seenKey,
  type KnownServer,
} from './kept-servers.ts';
import { probe } from './probe.ts';
import { forgetSecrets, keepSecret, secretOf } from './server-secrets.ts';
import { createServiceForwards } from './service-forwards.ts';

/** A server as the other parts of the models ask it. */
export interface ReachedServer {
  readonly server: KnownServer;
  /** Names what was seen on it, in the store and on the disk. */
  readonly seen: string;
  readonly requests: MlflowRequests;
  readonly client: ReturnType<typeof createMlflowClient>;
}

export interface Servers {
  readonly handlers: Pick<
    AppHandlers['models'],
    'modelServers' | 'addModelServer' | 'changeModelServer' | 'removeModelServer' | 'tryModelServer'
  >;
  readonly mlflowOf: MlflowOf;
  /** Without reaching it. @throws Failure `not-found` with `model-server-gone` */
  known(id: string): Promise<Pick<ReachedServer, 'server' | 'seen'>>;
  /** @throws Failure `not-found` with `model-server-gone`; `mlflow-address`, `mlflow-insecure`, `mlflow-no-cluster` */
  reach(id: string): Promise<ReachedServer>;
  enter(context: ProjectContext | undefined): Promise<void>;
  close(): Promise<void>;
}

type State = Pick<ModelServer, 'version' | 'state' | 'asOf' | 'problem'>;
type SeenStates = Readonly<Record<string, Pick<State, 'version' | 'asOf'>>>;

const statesKey = 'models/server-states';
/** Milliseconds for which an answer counts as fresh. */
const fresh = 30_000;

/** @param forget removes what was seen on a server that is not in the list any more */
export function createServers(parts: {
  readonly here: InProject;
  readonly surroundings: ProjectSurroundings;
  readonly forget: (context: ProjectContext, seen: string) => Promise<void>;
}): Servers {
  const { here, surroundings } = parts;
  const { secrets, clock } = surroundings.host;
  const forwards = createServiceForwards();
  const states = new Map<string, State>();
  const looking = new Set<string>();
  const changed = live(0);
  /** Grows with each edit: an answer to credentials of before is no answer. */
  let edits = 0;
  const stopListening = surroundings.host.onResume(() => forwards.wake());
  const tell = () => changed.set(changed.get() + 1);

  async function known(id: string) {
    const context = here();
    const server = await knownServer(context, id);
    return { server, seen: seenKey(server, context.namespace) };
  }

  async function reach(id: string): Promise<ReachedServer> {
    const context = here();
    const { server, seen } = await known(id);
    const requests = connectServer(context, forwards, server, await secretOf(context, secrets, id, server));
    return { server, seen, requests, client: createMlflowClient(requests) };
  }

  /** Asks a server and notes what came; never throws. */
  async function look(context: ProjectContext, server: KnownServer, signal: AbortSignal): Promise<void> {
    const seen = seenKey(server, context.namespace);
    const [before, edit] = [states.get(seen), edits];
    looking.add(seen);
    try {
      const { version } = await probe((await reach(server.id)).client, signal);
      if (edit !== edits) return;
      const state: State = { state: 'live', asOf: clock(), ...(version !== undefined && { version }) };
      states.set(seen, state);
      const kept = await context.store.get<SeenStates>(statesKey);
      const { asOf } = state;
      const next = { ...(version !== undefined && { version }), ...(asOf !== undefined && { asOf }) };
      await context.store.set(statesKey, { ...kept?.value, [seen]: next });
    } catch (error) {
      if (signal.aborted || edit !== edits) return;
      if (!isFailure(error)) surroundings.report(error, 'look at an MLflow server');
      const problem = (isFailure(error) ? error : failure('internal', 'Looking at the server failed')).data;
      const known = before?.asOf !== undefined;
      states.set(seen, { ...before, state: known ? 'stored' : 'failed', problem });
    } finally {
      looking.delete(seen);
      tell();
    }
  }

  async function shown(context: ProjectContext): Promise<ModelServer[]> {
    const kept = (await context.store.get<SeenStates>(statesKey))?.value ?? {};
    return Promise.all(
      (await knownServers(context)).map(async (server): Promise<ModelServer> => {
        const seen = seenKey(server, context.namespace);
        const state = states.get(seen) ?? { state: 'loading', ...kept[seen] };
        states.set(seen, state);
        return {
          ...server,
          ...state,
          hasSecret: (await secretOf(context, secrets, server.id, server)) !== undefined,
        };
      }),
    );
  }

  const isFresh = ({ state, asOf }: ModelServer) =>
    state === 'live' && asOf !== undefined && clock() - asOf < fresh;

  async function change(id: string, draft: ServerDraft, secret: string | undefined): Promise<void> {
    const context = here();
    const before = (await knownServers(context)).find((one) => one.id === id);
    await keepServer(context, id, draft);
    const after = await knownServer(context, id);
    await keepSecret(context, secrets, id, after, secret);
    const [was, is] = [before && seenKey(before, context.namespace), seenKey(after, context.namespace)];
    edits += 1;
    states.delete(is);
    if (was !== undefined && was !== is) await drop(context, was);
    tell();
  }

  async function drop(context: ProjectContext, seen: string): Promise<void> {
    states.delete(seen);
    const { [seen]: _, ...rest } = (await context.store.get<SeenStates>(statesKey))?.value ?? {};
    await context.store.set(statesKey, rest);
    await parts.forget(context, seen);
  }

  return {
    known,
    reach,
    mlflowOf: async (id) => (await reach(id)).client,
    handlers: {
      modelServers: async function* (_, { signal }) {
        const looked = new Set<string>();
        const turns = changed.follow(signal);
        for (let turn = await turns.next(); !turn.done; turn = await turns.next()) {
          const context = here();
          const servers = await shown(context);
          yield { servers };
          for (const server of servers) {
            const seen = seenKey(server, context.namespace);
            const isDue = server.state === 'loading' || (!looked.has(seen) && !isFresh(server));
            looked.add(seen);
            if (isDue && !looking.has(seen)) void look(context, server, signal);
          }
        }
      },
      async addModelServer({ secret, ...draft }) {
        connectServer(here(), forwards, draft, secret);
        const id = randomUUID();
        await change(id, draft, secret);
        return { id };
      },
      async changeModelServer({ id, secret, ...draft }) {
        const context = here();
        const before = await knownServer(context, id);
        const next = id === platformServer ? { ...draft, reach: before.reach } : draft;
        connectServer(context, forwards, next, secret);
        await change(id, next, secret);
        return {};
      },
      async removeModelServer({ id }) {
        const context = here();
        const server = await knownServer(context, id);
        if (server.from === 'platform')
          throw failure('invalid-input', "The platform's own server stays", {
            reason: 'mlflow-platform-server',
            values: { server: server.name },
          });
        await forgetServer(context, id);
        await forgetSecrets(context, secrets, id);
        await drop(context, seenKey(server, context.namespace));
        tell();
        return {};
      },
      async tryModelServer({ id, secret, ...draft }, { signal }) {
        const context = here();
        const begin = performance.now();
        const milliseconds = () => Math.round(performance.now() - begin);
        try {
          const known =
            secret ?? (id === undefined ? undefined : await secretOf(context, secrets, id, draft));
          const client = createMlflowClient(connectServer(context, forwards, draft, known));
          return { ...(await probe(client, signal)), milliseconds: milliseconds() };
        } catch (error) {
          if (!isFailure(error) || error.code === 'cancelled') throw error;
          return { milliseconds: milliseconds(), problem: error.data };
        }
      },
    },
    async enter() {
      states.clear();
      await forwards.close();
      tell();
    },
    async close() {
      stopListening();
      await forwards.close();
    },
  };
}
