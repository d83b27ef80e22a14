/** Reads what the thread needs of a campaign: all of it the first time, then what is new. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { QualityReport } from '../../../../shared/contract/annotation/quality.ts';
import { isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import { campaignKey } from '../coding/campaign-key.ts';
import type { CampaignFiles, ControlRecord, PartRef } from '../files/campaign-files.ts';
import { codePaths } from './code-table.ts';
import { ownRecords } from './own-records.ts';
import type { QualityThread } from './quality-thread.ts';
import { sampleItem } from './sample-item.ts';

export interface EvidenceReader {
  /**
   * Tells the thread what is new; `onProgress` gets the share that is read. What cannot be read is a problem of its own, by file, and the
   * rest counts.
   * @throws Failure of the network
   */
  read(signal: AbortSignal, onProgress: (share: number) => void): Promise<void>;
  /** Grows with each reading that found something new; 0 before the first. */
  version(): number;
  /** Tells the thread what the journal has now. */
  readOwn(): Promise<void>;
  /** As last read. */
  campaign(): CampaignFile | undefined;
  problems(): QualityReport['problems'];
}

/** Parts that are asked for at the same time. */
const atOnce = 8;
/** Records in one message to the thread: their copying takes a few milliseconds. */
const recordsAtOnce = 1_000;

/** A part by what it holds: the same name, the same content. */
const nameOf = ({ key, etag }: PartRef) => `${key} ${etag}`;

/** Makes it for one campaign and person. */
export function createEvidenceReader(parts: {
  readonly at: CampaignRef;
  readonly context: AnnotationContext;
  readonly files: CampaignFiles;
  readonly nomenclature: (id: string) => Promise<Tree>;
  readonly thread: Pick<QualityThread, 'tell'>;
}): EvidenceReader {
  const { at, context, files, thread } = parts;
  const known = new Set<string>();
  const problems = new Map<string, { readonly file: string; readonly problem: Failure }>();
  let campaign: CampaignFile | undefined;
  let controls: readonly ControlRecord[] | undefined;
  let hasItems = false;
  let lastState = '';
  let version = 0;

  /** What is wrong with a file is a problem beside the figures; that it cannot be reached ends the reading. */
  async function orProblem<T>(file: string, name: string, read: () => Promise<T>): Promise<T | undefined> {
    problems.delete(name);
    try {
      return await read();
    } catch (error) {
      if (
        !isFailure(error) ||
        !['invalid-input', 'unsupported', 'not-found', 'conflict'].includes(error.code)
      )
        throw error;
      problems.set(name, { file, problem: error });
      return undefined;
    }
  }

  async function tellInPieces<T>(rows: readonly T[], tell: (piece: readonly T[]) => void): Promise<void> {
    for (let from = 0; from < rows.length; from += recordsAtOnce) {
      tell(rows.slice(from, from + recordsAtOnce));
      await nextTurn();
    }
  }

  async function readItems(signal: AbortSignal): Promise<void> {
    if (hasItems) return;
    const items = await orProblem(`${at.prefix}items/`, 'items', () => files.items(at, undefined, signal));
    await tellInPieces(items ?? [], (piece) => thread.tell({ kind: 'items', items: piece.map(sampleItem) }));
    hasItems = items !== undefined;
  }

  async function readDecisions(part: PartRef, signal: AbortSignal): Promise<void> {
    const read = await orProblem(part.key, nameOf(part), () => files.readDecisions(at, part, signal));
    if (read?.problem) problems.set(nameOf(part), { file: part.key, problem: read.problem });
    await tellInPieces(read?.rows ?? [], (piece) =>
      thread.tell({ kind: 'decisions', part: nameOf(part), rows: piece.map(withoutSuggestions) }),
    );
  }

  async function readAdjudications(part: PartRef, signal: AbortSignal): Promise<void> {
    const read = await orProblem(part.key, nameOf(part), () => files.readAdjudications(at, part, signal));
    if (read?.problem) problems.set(nameOf(part), { file: part.key, problem: read.problem });
    await tellInPieces(read?.rows ?? [], (rows) =>
      thread.tell({ kind: 'adjudications', part: nameOf(part), rows }),
    );
  }

  async function tellOwn(): Promise<string> {
    const own = await ownRecords(context.store.decisions, campaignKey(at));
    thread.tell({ kind: 'own', own });
    return JSON.stringify(own);
  }

  return {
    campaign: () => campaign,
    version: () => version,
    problems: () => [...problems.values()].map(({ file, problem }) => ({ file, problem: problem.data })),
    async readOwn() {
      await tellOwn();
    },
    async read(signal, onProgress) {
      const found = await files.read(at, signal);
      const tree = await parts.nomenclature(found.campaign.nomenclature.id);
      controls ??= await orProblem(`${at.prefix}controls`, 'controls', () => files.controls(at));
      const claims = (await orProblem(`${at.prefix}claims/`, 'claims', () => files.claims(at))) ?? [];
      const { userName: person } = context;
      campaign = found.campaign;
      thread.tell({
        kind: 'setting',
        setting: { campaign, paths: codePaths(tree), controls: controls ?? [], claims, person },
      });
      await readItems(signal);
      // Own ones first: what is sent in between is then there twice, which changes nothing.
      const own = await tellOwn();
      const [decisions, adjudications] = await Promise.all([
        files.decisionParts(at),
        files.adjudicationParts(at),
      ]);
      const names = [...decisions, ...adjudications].map(nameOf);
      const there = new Set(names);
      for (const gone of known) if (!there.has(gone)) known.delete(gone);
      for (const name of problems.keys()) if (name.includes(' ') && !there.has(name)) problems.delete(name);
      thread.tell({ kind: 'parts', names });
      const fresh = [
        ...adjudications.map((part) => ({ part, read: readAdjudications })),
        ...decisions.map((part) => ({ part, read: readDecisions })),
      ].filter(({ part }) => !known.has(nameOf(part)));
      let done = 0;
      await inTurns(fresh, async ({ part, read }) => {
        await read(part, signal);
        known.add(nameOf(part));
        done += 1;
        onProgress(done / fresh.length);
      });
      const state = JSON.stringify([found.etag, claims, own, names.toSorted()]);
      if (state !== lastState) version += 1;
      lastState = state;
    },
  };
}

/** Suggestions are most of a decision, and no figure needs those that were shown. */
function withoutSuggestions(decision: Decision): Decision {
  const { suggestions: _, ...rest } = decision;
  return rest;
}

/** Some at a time; after a failure no more are begun. */
async function inTurns<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  const queue = things.values();
  const worker = async () => {
    for (const thing of queue) await work(thing);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
