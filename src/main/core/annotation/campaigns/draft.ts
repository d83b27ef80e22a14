/** Drafts of campaigns: a plan held against a source and a nomenclature, and what it draws. */
import { createHash } from 'node:crypto';
import type {
  Meanings,
  SamplingDesign,
  SourceColumn,
} from '../../../../shared/contract/annotation/campaigns.ts';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import { createTree, type Tree } from '../../../../shared/nomenclature/tree.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import type { Frame, SourceRow } from '../sources/frame.ts';
import type { Sources } from '../sources/sources.ts';
import type { DraftThread } from './draft-thread.ts';
import type { Drawing, DrawingRequest } from './drawing.ts';
import { givenMeanings } from './item-fields.ts';
import { planProblems, type Plan } from './plan-rules.ts';

export interface DraftInput {
  readonly source: {
    readonly reading: string;
    readonly columns: readonly Pick<SourceColumn, 'name' | 'role' | 'rank'>[];
  };
  readonly plan: Plan;
}

export interface DraftParts {
  readonly files: CampaignFiles;
  readonly sources: Pick<Sources, 'frame'>;
  /** @throws Failure `not-found` */
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  readonly clock: () => number;
}

/** A plan with what it is drawn from. */
export interface Draft {
  readonly plan: Plan;
  readonly frame: Frame;
  readonly tree: Tree;
  /** Words for values that the person brought, by the names of the fields. */
  readonly meanings: ReadonlyMap<string, Meanings>;
  /** What speaks against the plan, by its rules alone. */
  readonly problems: readonly Failure[];
}

/** Rows that are read for each control item that is wanted: not all have a code. */
const sparePerControl = 6;

/** Opens the source and holds the plan against the rules. @throws Failure */
export async function openDraft(
  { sources, nomenclature, clock }: DraftParts,
  { source, plan }: DraftInput,
  signal?: AbortSignal,
): Promise<Draft> {
  const tree = createTree(await nomenclature(plan.nomenclature));
  const frame = await sources.frame(source.reading, source.columns, {
    signal,
    nomenclature: plan.nomenclature,
  });
  const problems = planProblems(plan, {
    levels: tree.depth,
    roles: new Set(source.columns.map(({ role }) => role)),
    columns: new Set(source.columns.map(({ name }) => name)),
    hasPredictions: frame.predicted.some((code) => code >= 0),
    dateColumn: frame.dateColumn,
    now: clock(),
  });
  return { plan, frame, tree, meanings: givenMeanings(plan.meanings, source.columns), problems };
}

/** Draws by the plan. @throws Failure of what cannot be drawn, or where campaigns to keep apart from cannot be read */
export async function drawDraft(
  { files }: Pick<DraftParts, 'files'>,
  { plan, frame, tree }: Draft,
  thread: DraftThread,
  signal?: AbortSignal,
): Promise<Drawing> {
  const excluded = new Set<number>();
  for (const other of plan.keepApartFrom) {
    const texts = (await files.items(other, undefined, signal)).map(({ text }) => text);
    for (const group of await frame.groupsOf(texts)) excluded.add(group);
  }
  const divisions = frame.codes.map((code) => tree.ancestorAt(code, Math.min(2, tree.depth))?.code ?? code);
  const divisionNames = [...new Set(divisions)];
  const request: DrawingRequest = {
    sampling: plan.sampling,
    group: frame.group,
    p1: frame.p1,
    p2: frame.p2,
    predicted: frame.predicted,
    codes: frame.codes,
    sections: frame.codes.map((code) => tree.ancestorAt(code, 1)?.code ?? '-'),
    divisions: Int32Array.from(divisions, (name) => divisionNames.indexOf(name)),
    column: await columnOf(plan, frame, signal),
    excluded: Int32Array.from(excluded),
    spare: plan.overlap.controls * sparePerControl,
  };
  return thread.draw(request);
}

async function columnOf({ sampling }: Plan, frame: Frame, signal?: AbortSignal) {
  if (sampling.kind !== 'stratified') return undefined;
  const name = sampling.stratifyBy === 'date' ? frame.dateColumn : sampling.column;
  if ((sampling.stratifyBy !== 'date' && sampling.stratifyBy !== 'column') || name === undefined)
    return undefined;
  return frame.stratum(name, signal);
}

/** The design as the campaign keeps it. Pure. */
export function designOf({ plan, frame }: Draft, drawing: Drawing): SamplingDesign {
  const { design, open, excluded, distinctTexts } = drawing;
  return {
    ...design,
    seed: plan.sampling.seed,
    frame: {
      id: createHash('sha256').update(`${frame.hash}/${open}`).digest('hex').slice(0, 16),
      source: frame.description,
      readAt: frame.readAt,
      rows: open,
      distinctTexts,
      hash: frame.hash,
      ...(excluded > 0 && { excludedRows: excluded }),
    },
  };
}

/** Reads drawn rows, all of them by one pass over the source. @throws Failure also where the source changed */
export async function drawnRows(
  frame: Pick<Frame, 'rows'>,
  rows: Int32Array,
  signal?: AbortSignal,
  progress?: (share: number) => void,
): Promise<SourceRow[]> {
  if (rows.length === 0) return [];
  const read = await frame.rows([...rows], signal, progress);
  if (read.length === rows.length) return read;
  throw failure('conflict', 'The source changed', { reason: 'storage-changed' });
}
