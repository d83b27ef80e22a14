/** Models that are kept on this laptop: asked for, fetched one after the other, verified, and given up when room is needed. */
import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Nomenclature, SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { Failure, failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { MlflowOf } from '../../platform/mlflow/mlflow.ts';
import type { Ranged } from '../../platform/s3/ranged-object.ts';
import type { InProject, ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import type { KeptFiles } from '../../shell/kept.ts';
import { broughtSource } from './brought-source.ts';
import { beginsAsModel } from './choose-files.ts';
import { ownDisk, type Disk } from './disk.ts';
import { openVersion, type OpenVersion } from './open-version.ts';
import { textsOf } from './pin-folder.ts';
import { keepQuota, type PinRecord } from './pin-record.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { isUpToDate } from './up-to-date.ts';

/** What the pins need of others. */
export interface PinsParts {
  readonly here: InProject;
  readonly surroundings: ProjectSurroundings;
  readonly openSource: (file: SourceFile, signal?: AbortSignal) => Promise<Ranged>;
  readonly nomenclatures: () => Promise<readonly { readonly id: string }[]>;
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  readonly mlflowOf: MlflowOf;
  /** The name of a server, for people. */
  readonly serverName: (server: string) => Promise<string>;
  /** For tests: the disk, and milliseconds before a first repetition. */
  readonly disk?: Disk;
  readonly pause?: number;
}

/** A model that is ready. */
export interface ReadyPin {
  readonly id: string;
  readonly name: string;
  readonly version: string | undefined;
  /** Of the model file, on this laptop. */
  readonly file: string;
  /** Nomenclature that the labels fit best. */
  readonly nomenclature: string | undefined;
  /** Small text files that came with it, by their paths in the version: `MLmodel`, `artifacts/config.yaml`. */
  readonly texts: () => Promise<ReadonlyMap<string, string>>;
  /** Where it was registered; absent for a file that a person brought. */
  readonly from: PinRecord['from'];
}

type PinHandlers = Pick<
  AppHandlers['models'],
  'pins' | 'pin' | 'importModel' | 'pausePin' | 'resumePin' | 'unpin' | 'setPinQuota'
>;

export interface Pins {
  readonly handlers: PinHandlers;
  enter(context: ProjectContext | undefined): Promise<void>;
  /** @throws Failure `not-found` with `pin-gone`, `conflict` with `pin-not-ready`, or why it does not run here */
  ready(id: string): Promise<ReadyPin>;
  /** Keeps a pin from being given up until the result is called. */
  hold(id: string): () => void;
  /** Name and version, for people. @throws Failure `not-found` with `pin-gone` */
  name(id: string): Promise<string>;
  readonly copies: readonly KeptFiles[];
  close(): Promise<void>;
}

/** Makes the pins of nobody; `enter` says whose. */
export function createPins(parts: PinsParts): Pins {
  const { surroundings, openSource } = parts;
  const { clock } = surroundings.host;
  const held = new Map<string, number>();
  let shelf: Shelf | undefined;
  let context: ProjectContext | undefined;
  const stopListening = surroundings.host.onResume(() => void shelf?.goOn());

  function here(): Shelf {
    parts.here();
    if (!shelf) throw failure('signed-out', 'Nobody is signed in', { reason: 'not-signed-in' });
    return shelf;
  }
  function allowed(): Shelf {
    const found = here();
    if (context?.forbidsLocalCopies)
      throw failure('forbidden', 'The platform forbids local copies', { reason: 'pins-forbidden' });
    return found;
  }
  function recordOf(id: string): PinRecord {
    const record = here().record(id);
    if (!record)
      throw failure('not-found', 'The model is not on this laptop', { reason: 'pin-gone', values: { id } });
    return record;
  }

  /** The way to the files of a pin. */
  async function open(record: PinRecord, signal: AbortSignal): Promise<OpenVersion> {
    const { from, source: file } = record;
    if (from) return openVersion(parts.here(), await parts.mlflowOf(from.server), from, signal);
    if (!file) throw failure('not-found', 'Nobody knows where it came from', { reason: 'pin-gone' });
    const source = broughtSource(record.name, (more) => openSource(file, more));
    return { source, files: await source.list(signal) };
  }

  const shownCommand = ({ name, version = '' }: PinRecord) =>
    `mlflow artifacts download --artifact-uri ${quoted(`models:/${name}/${version}`)} --dst-path .`;

  const handlers: PinHandlers = {
    async *pins(_, { signal }) {
      yield* here().view.follow(signal);
    },
    async pin({ server, name, version }, { signal }) {
      const found = allowed();
      const id = idOf(server, name, version);
      const before = found.record(id);
      const from = { server, serverName: await parts.serverName(server), name, version };
      if (before?.state === 'ready' && isUpToDate(before, await open(before, signal))) return { id };
      const record: PinRecord = {
        ...(before ?? { id, name, version, pinnedAt: clock(), flavours: [], files: [] }),
        from,
        state: 'waiting',
      };
      await found.ask(record);
      return { id };
    },
    async importModel({ file, name }, { signal }) {
      const found = file.kind === 'object' ? allowed() : here();
      const ranged = await openSource(file, signal);
      const title = name ?? lastOf(file.kind === 'sent' ? file.name : ranged.name);
      const source = broughtSource(title, async () => ranged);
      if (!(await beginsAsModel(source, { path: title, bytes: ranged.size }, signal)))
        throw failure('invalid-input', 'The file does not begin like a fastText model', {
          reason: 'fasttext-not-a-model',
          values: { name: title },
        });
      const id = randomUUID();
      const pinnedAt = clock();
      await found.ask({ id, name: title, pinnedAt, flavours: [], files: [], source: file, state: 'waiting' });
      return { id };
    },
    async pausePin({ id }) {
      await here().pause(recordOf(id).id);
      return {};
    },
    async resumePin({ id }) {
      const record = recordOf(id);
      if (record.state !== 'ready') await allowed().ask({ ...record, state: 'waiting' });
      return {};
    },
    async unpin({ id }) {
      await here().remove(recordOf(id).id);
      return {};
    },
    async setPinQuota({ bytes }) {
      const found = here();
      await keepQuota(parts.here().store, bytes);
      await found.setQuota(bytes);
      return {};
    },
  };

  return {
    handlers,
    async enter(next) {
      await shelf?.close();
      shelf = undefined;
      context = next;
      if (!next) return;
      shelf = await createShelf({
        context: next,
        surroundings,
        disk: parts.disk ?? ownDisk,
        pause: parts.pause,
        nomenclatures: async () =>
          Promise.all((await parts.nomenclatures()).map(({ id }) => parts.nomenclature(id))),
        open,
        shown: (record, work) =>
          record.from ? surroundings.commands.around('mlflow', shownCommand(record), work) : work(),
        isHeld: (id) => (held.get(id) ?? 0) > 0,
      });
    },
    async ready(id) {
      const record = recordOf(id);
      if (record.from) allowed();
      if (record.whyNot) throw new Failure(record.whyNot);
      const model = record.files.find(({ path }) => path === record.model);
      if (record.state !== 'ready' || model?.sha256 === undefined)
        throw failure('conflict', 'The model is not whole yet', {
          reason: 'pin-not-ready',
          values: { name: titleOf(record) },
        });
      const { folder } = here();
      await here().use(id);
      const { name, version, content, from } = record;
      return {
        id,
        name,
        version,
        from,
        file: folder.blob(model.sha256),
        nomenclature: content?.nomenclature?.id,
        texts: () => textsOf(folder, record),
      };
    },
    hold(id) {
      held.set(id, (held.get(id) ?? 0) + 1);
      let isHeld = true;
      return () => {
        if (isHeld) held.set(id, (held.get(id) ?? 1) - 1);
        isHeld = false;
      };
    },
    name: async (id) => titleOf(recordOf(id)),
    copies: [
      {
        kind: 'models',
        kept: async () => shelf?.kept() ?? { count: 0, bytes: 0 },
        async remove() {
          const found = shelf;
          if (!found) return;
          for (const { id } of found.records()) await found.remove(id);
          await rm(found.folder.root, { recursive: true, force: true });
        },
      },
    ],
    async close() {
      stopListening();
      await shelf?.close();
      shelf = undefined;
    },
  };
}

const titleOf = ({ name, version }: PinRecord) => (version === undefined ? name : `${name} ${version}`);

/** The same version of the same server is the same pin. */
function idOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

const lastOf = (path: string) => path.split('/').at(-1) ?? path;
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
