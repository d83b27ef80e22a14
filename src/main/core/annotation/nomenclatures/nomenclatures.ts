/** Nomenclatures and correspondences as the page asks for them; files of the team are fetched when a person enters, and kept. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { failure, isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import type {
  Correspondence,
  Nomenclature,
  Nomenclatures as Shown,
  nomenclatureOperations,
  SourceFile,
} from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { Handlers } from '../../../../shared/contract/operation.ts';
import { live } from '../../live.ts';
import type { AnnotationContext, AnnotationSurroundings, Here } from '../annotation-context.ts';
import { bundledIds, type BundledId } from './bundled.ts';
import { describeReading } from './describe-reading.ts';
import { openLibrary, type Library } from './library.ts';
import { loadInThread, readInThread } from './reading-thread.ts';
import type { Content } from './reading.ts';
import { putShared } from './share.ts';
import { fetchTeamFile, teamAddress } from './team-file.ts';

type Operations = { nomenclatures: Omit<typeof nomenclatureOperations, 'announceFile'> };
type Problem = z.infer<typeof Shown>['problems'][number];

export interface NomenclatureService {
  readonly handlers: Handlers<Operations>['nomenclatures'];
  /** Tells that the person went elsewhere; resolves when the files of the team are as new as they can be. Never throws. */
  enter(): Promise<void>;
  /** For other parts of the core. @throws Failure `not-found` with `nomenclature-unknown` */
  nomenclature(id: string): Promise<Nomenclature>;
  /** @throws Failure `not-found` with `nomenclature-unknown` */
  correspondence(from: string, to: string): Promise<Correspondence>;
  /** Those that are here. */
  known(): Promise<readonly { readonly id: string }[]>;
  close(): void;
}

/** How many files that were read, but not kept yet, are held in memory. */
const heldReadings = 8;

/** Makes the handlers. @param openSource gives the bytes of a file that the page sent, or of an object */
export function createNomenclatures(
  here: Here,
  { host, report }: Pick<AnnotationSurroundings, 'host' | 'report'>,
  openSource: (file: SourceFile) => Promise<{ name: string; bytes: Buffer }>,
): NomenclatureService {
  const changes = live(0);
  const readings = new Map<string, { readonly key: string; readonly content: Content }>();
  const loaded = new Map<BundledId, Promise<Nomenclature>>();
  let opened: { readonly key: string; readonly library: Library; problems: readonly Problem[] } | undefined;
  let refreshing = new AbortController();

  const changed = () => changes.set(changes.get() + 1);
  const bundled = (id: BundledId) => {
    const known = loaded.get(id) ?? loadInThread(id);
    loaded.set(id, known);
    known.catch(() => loaded.delete(id));
    return known;
  };
  function current() {
    const context = here();
    if (opened?.key !== context.key)
      opened = {
        key: context.key,
        library: openLibrary(context, { bundled, clock: host.clock, report }),
        problems: [],
      };
    return opened;
  }
  async function nomenclature(id: string): Promise<Nomenclature> {
    return (await current().library.nomenclature(id)) ?? missing(id);
  }

  async function correspondence(from: string, to: string): Promise<Correspondence> {
    return (await current().library.correspondence(from, to)) ?? missing(`${from} → ${to}`);
  }

  async function enter(): Promise<void> {
    refreshing.abort();
    refreshing = new AbortController();
    const { signal } = refreshing;
    changed();
    try {
      const context = here();
      const place = current();
      place.problems = await refreshTeam(context, place.library, signal);
    } catch (error) {
      if (!isFailure(error)) report(error, 'annotation/nomenclatures');
    }
    if (!signal.aborted) changed();
  }

  async function shown(): Promise<z.infer<typeof Shown>> {
    const { library, problems } = current();
    const [nomenclatures, correspondences] = await Promise.all([
      library.summaries(),
      library.correspondences(),
    ]);
    return { nomenclatures, correspondences, problems: [...problems] };
  }

  return {
    enter,
    nomenclature,
    known: () => current().library.summaries(),
    correspondence,
    close: () => refreshing.abort(),
    handlers: {
      async *nomenclatures(_, { signal }) {
        const turns = changes.follow(signal);
        while (!(await turns.next()).done) yield await shown();
      },
      nomenclature: ({ id }) => nomenclature(id),
      correspondence: ({ from, to }) => correspondence(from, to),
      async readNomenclature({ file, as }, { signal }) {
        const { key, library } = current();
        const source = await openSource(file);
        const read = await readInThread(source, as ?? {}, signal);
        const described = await describeReading(read, source.name, library);
        if (!read.content || read.findings.some(({ severity }) => severity === 'error')) return described;
        const reading = randomUUID();
        readings.set(reading, { key, content: read.content });
        for (const old of [...readings.keys()].slice(0, -heldReadings)) readings.delete(old);
        return { ...described, reading };
      },
      async importNomenclature({ reading }) {
        const { key, library } = current();
        const held = readings.get(reading);
        if (held?.key !== key)
          throw failure('not-found', 'The file must be read again', {
            reason: 'nomenclature-reading-gone',
            field: 'reading',
          });
        const { id } = await library.keep(held.content, { origin: 'imported' });
        readings.delete(reading);
        changed();
        return { id };
      },
      async removeNomenclature({ id }) {
        const { library } = current();
        const items = (await library.items()).filter(
          (item) => item.kind !== 'correspondence' && item.id === id,
        );
        const imported = items.filter(({ origin }) => origin === 'imported');
        if (imported.length === 0)
          throw items.length > 0 || bundledIds.some((one) => one === id) ? notYours(id) : missingFailure(id);
        await library.remove((item) =>
          imported.some(({ hash, kind }) => item.hash === hash && item.kind === kind),
        );
        changed();
        return {};
      },
      async removeCorrespondence({ from, to }) {
        const { library } = current();
        const id = `${from} ${to}`;
        const items = (await library.items()).filter(
          (item) => item.kind === 'correspondence' && item.id === id,
        );
        if (!items.some(({ origin }) => origin === 'imported'))
          throw items.length > 0 ? notYours(`${from} → ${to}`) : missingFailure(`${from} → ${to}`);
        await library.remove(
          (item) => item.kind === 'correspondence' && item.id === id && item.origin === 'imported',
        );
        changed();
        return {};
      },
      async shareNomenclature({ what, to, replace }, { signal }) {
        const context = here();
        const { library } = current();
        const value =
          'id' in what ? await nomenclature(what.id) : await library.correspondence(what.from, what.to);
        if (!value) missing('from' in what ? `${what.from} → ${what.to}` : '');
        await putShared(
          context.endpoint(to.profile),
          { bucket: to.bucket, key: to.key },
          value,
          replace,
          signal,
        );
        return { address: teamAddress(context, to) };
      },
    },
  };
}

/** Fetches what changed; what cannot be had is told, and what was kept of it stays. Files that are named no more are let go. */
async function refreshTeam(
  context: AnnotationContext,
  library: Library,
  signal: AbortSignal,
): Promise<Problem[]> {
  const addresses = context.nomenclatureAddresses;
  const before = (await library.items()).filter(({ origin }) => origin === 'team');
  if (before.some(({ address }) => !addresses.includes(address ?? '')))
    await library.remove(({ origin, address }) => origin === 'team' && !addresses.includes(address ?? ''));
  const problems: Problem[] = [];
  for (const address of addresses) {
    try {
      const kept = before.find((item) => item.address === address);
      const fetched = await fetchTeamFile(context, address, kept?.etag, signal);
      if (!fetched) continue;
      const { content, findings } = await readInThread(fetched, {}, signal);
      const wrong = findings.find(({ severity }) => severity === 'error');
      if (!content || wrong) throw malformed(address, wrong?.name ?? '', wrong?.line);
      await library.keep(content, { origin: 'team', address, etag: fetched.etag });
    } catch (error) {
      if (signal.aborted) return problems;
      problems.push({ address, problem: failureOf(error) });
    }
  }
  return problems;
}

function failureOf(error: unknown): FailureData {
  if (isFailure(error)) return error.data;
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

const malformed = (address: string, name: string, line: number | undefined) =>
  failure('invalid-input', 'The file is no nomenclature', {
    reason: 'nomenclature-malformed',
    values: { address, name, line: line ?? 1 },
  });

const notYours = (id: string) =>
  failure('forbidden', 'Only what was imported here can be removed', {
    reason: 'nomenclature-not-removable',
    values: { name: id },
  });

const missingFailure = (id: string) =>
  failure('not-found', 'There is no such nomenclature', {
    reason: 'nomenclature-unknown',
    values: { name: id },
  });

function missing(id: string): never {
  throw missingFailure(id);
}
