/** Registered models, their versions and aliases. */
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Freshness, VersionLineage } from '../../../../shared/contract/models/registry.ts';
import type { InProject, ProjectSurroundings } from '../../project-context.ts';
import type { Artifacts } from '../artifacts/artifacts.ts';
import { seenStore } from '../seen-store.ts';
import type { ReachedServer, Servers } from '../servers/servers.ts';
import { curlLine } from '../shown-lines.ts';
import { changeAlias, type AliasChange } from './alias-changes.ts';
import { movesTag } from './alias-moves.ts';
import { lineageOf } from './lineage.ts';
import { createRegistryState, type RegistryState, type RegistryView } from './registry-state.ts';
import { runModel } from './run-model.ts';
import { shownDetail, shownModels } from './snapshot.ts';

export interface Registry {
  readonly handlers: Pick<
    AppHandlers['models'],
    | 'registry'
    | 'registeredModel'
    | 'modelVersion'
    | 'refreshRegistry'
    | 'setAlias'
    | 'removeAlias'
    | 'describeModel'
    | 'tagModel'
    | 'registerVersion'
  >;
  enter(): void;
}

/** @param experimentName of an experiment of a server, as far as it is known here */
export function createRegistry(parts: {
  readonly here: InProject;
  readonly surroundings: ProjectSurroundings;
  readonly servers: Pick<Servers, 'known' | 'reach'>;
  readonly sourceOf: Artifacts['sourceOf'];
  readonly experimentName: (server: string, id: string) => Promise<string | undefined>;
}): Registry {
  const { here, surroundings, servers } = parts;
  const { commands } = surroundings;
  const states = new Map<string, RegistryState>();

  async function stateOf(server: string): Promise<RegistryState> {
    const context = here();
    const { seen } = await servers.known(server);
    const key = `${context.key} ${seen}`;
    const state =
      states.get(key) ??
      createRegistryState({ context, seen, reach: () => servers.reach(server), surroundings });
    states.set(key, state);
    return state;
  }

  /** Runs a change of one model under its shown line, then shows what became of it, also where it failed. */
  async function change<T>(
    server: string,
    name: string,
    work: (reached: ReachedServer) => Promise<T>,
  ): Promise<T> {
    const [reached, state] = [await servers.reach(server), await stateOf(server)];
    try {
      return await work(reached);
    } finally {
      await state.refreshModel(name);
    }
  }

  const moveAlias = (server: string, move: Omit<AliasChange, 'by' | 'at'>) =>
    change(server, move.name, (reached) =>
      changeAlias(reached, commands, {
        ...move,
        by: here().userName,
        at: surroundings.host.clock(),
      }),
    );

  return {
    handlers: {
      registry: async function* ({ server }, { signal }) {
        const state = await stateOf(server);
        void state.refresh();
        for await (const view of state.view.follow(signal))
          yield { ...freshness(view), models: shownModels(view.snapshot) };
      },
      registeredModel: async function* ({ server, name }, { signal }) {
        const state = await stateOf(server);
        void state.refresh();
        for await (const view of state.view.follow(signal))
          yield { ...freshness(view), ...shownDetail(view.snapshot, name) };
      },
      async refreshRegistry({ server }) {
        await (await stateOf(server)).refresh({ force: true });
        return {};
      },

      async modelVersion({ server, name, version }, { signal }) {
        const context = here();
        const { seen } = await servers.known(server);
        const store = seenStore(context, seen);
        const document = `version/${encodeURIComponent(name)}/${version}`;
        try {
          const experimentName = (id: string) => parts.experimentName(server, id);
          const tools = { sourceOf: parts.sourceOf, experimentName };
          const lineage = await lineageOf(await servers.reach(server), tools, { name, version }, signal);
          await store.set(document, lineage);
          return lineage;
        } catch (error) {
          if (!isAbsence(error)) throw error;
          const stored = await store.get<VersionLineage>(document);
          if (stored) return stored.value;
          const { snapshot } = (await stateOf(server)).view.get();
          const known = shownDetail(snapshot, name).versions.find((one) => one.version === version);
          if (known) return { version: known };
          throw error;
        }
      },

      async setAlias({ server, name, version, alias, expected }) {
        await moveAlias(server, { name, alias, to: version, expected });
        return {};
      },
      async removeAlias({ server, name, alias, expected }) {
        await moveAlias(server, { name, alias, expected });
        return {};
      },
      async describeModel({ server, name, version, text: description }) {
        await change(server, name, (reached) => {
          const operation = version === undefined ? 'registered-models/update' : 'model-versions/update';
          const line = curlLine(reached, 'PATCH', operation, { name, version, description });
          return commands.around('curl', line, () =>
            version === undefined
              ? reached.client.describeModel(name, description)
              : reached.client.describeVersion(name, version, description),
          );
        });
        return {};
      },
      async tagModel({ server, name, version, key, value }) {
        if (version === undefined && key === movesTag)
          throw failure('invalid-input', 'The tag holds the history of aliases', {
            reason: 'tag-reserved',
            field: 'key',
            values: { key },
          });
        await change(server, name, (reached) => {
          const { client } = reached;
          const kind = version === undefined ? 'registered-models' : 'model-versions';
          const operation = `${kind}/${value === undefined ? 'delete-tag' : 'set-tag'}`;
          const method = value === undefined ? 'DELETE' : 'POST';
          const line = curlLine(reached, method, operation, { name, version, key, value });
          return commands.around('curl', line, () => {
            if (version === undefined)
              return value === undefined
                ? client.removeModelTag(name, key)
                : client.setModelTag(name, key, value);
            return value === undefined
              ? client.removeVersionTag(name, version, key)
              : client.setVersionTag(name, version, key, value);
          });
        });
        return {};
      },
      async registerVersion({ server, name, run: id, description }, { signal }) {
        return change(server, name, async (reached) => {
          const { client } = reached;
          const source = await runModel(client, await client.run(id, { signal }), signal);
          await createIfMissing(client, name);
          const body = { name, source: source.source, run_id: id, model_id: source.modelId, description };
          const line = curlLine(reached, 'POST', 'model-versions/create', body);
          const { version } = await commands.around('curl', line, () =>
            client.createVersion({ name, runId: id, ...source, ...(description && { description }) }),
          );
          return { version };
        });
      },
    },
    enter: () => states.clear(),
  };
}

function freshness({ state, asOf, problem }: RegistryView): Freshness {
  return { state, ...(asOf !== undefined && { asOf }), ...(problem && { problem }) };
}

/** True where nobody answers, so that what was seen last is the best there is. */
function isAbsence(error: unknown): boolean {
  return isFailure(error) && ['unreachable', 'busy', 'untrusted', 'signed-out'].includes(error.code);
}

async function createIfMissing(client: ReachedServer['client'], name: string): Promise<void> {
  try {
    await client.createModel(name);
  } catch (error) {
    if (!isFailure(error) || error.code !== 'conflict') throw error;
  }
}
