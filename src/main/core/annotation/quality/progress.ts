/** How far a campaign is, and each person in it. Pure. */
import type { z } from 'zod';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { CampaignProgress, PersonProgress } from '../../../../shared/contract/annotation/quality.ts';
import { wilson } from '../../../../shared/statistics/interval.ts';
import type { Claim } from '../files/campaign-files.ts';
import { missing, type CodeTable } from './code-table.ts';
import { independentCategory, type InForce } from './codings.ts';

export interface ProgressQuestion {
  readonly campaign: Pick<CampaignFile, 'annotators' | 'batches'>;
  readonly held: InForce;
  readonly table: CodeTable;
  /** Codes of hidden items. */
  readonly controls: ReadonlyMap<string, string>;
  readonly claims: readonly Claim[];
}

/** Fewer hidden items say nothing of a person. */
const leastControls = 5;

/**
 * Counts decisions in force, everybody's. `codingsWanted`: each item as often as its batch asks for. Days are those of UTC, so that every
 * laptop counts the same; `difficulty` counts the answers 0 to 5.
 */
export function progressOf(question: ProgressQuestion): z.infer<typeof CampaignProgress> {
  const { campaign, held } = question;
  const all = [...held.values()].flatMap((decisions) => [...decisions.values()]);
  const days = Map.groupBy(all, ({ decidedAt }) => new Date(decidedAt).toISOString().slice(0, 10));
  const names = new Set([...campaign.annotators, ...held.keys()]);
  return {
    items: campaign.batches.reduce((sum, { items }) => sum + items, 0),
    codings: all.length,
    codingsWanted: campaign.batches.reduce((sum, { items, annotators }) => sum + items * annotators, 0),
    byStatus: countStatus(all),
    people: [...names].sort().map((name) => personOf(name, question)),
    days: [...days]
      .map(([day, made]) => ({ day, codings: made.length }))
      .sort((one, other) => (one.day < other.day ? -1 : 1)),
    difficulty: [0, 1, 2, 3, 4, 5].map(
      (answer) => all.filter(({ difficulty }) => difficulty === answer).length,
    ),
  };
}

function countStatus(decisions: readonly Decision[]): Record<Decision['status'], number> {
  const counts = { done: 0, skipped: 0, delegated: 0, unclassifiable: 0 };
  for (const { status } of decisions) counts[status] += 1;
  return counts;
}

/** Pace and median from active time; decisions without any (from another program) count in neither. */
function personOf(name: string, { held, claims, controls, table }: ProgressQuestion): PersonProgress {
  const decisions = [...(held.get(name)?.values() ?? [])];
  const times = decisions
    .map(({ leadTime }) => leadTime / 1000)
    .filter((seconds) => seconds > 0)
    .sort((one, other) => one - other);
  const active = times.reduce((sum, seconds) => sum + seconds, 0);
  const middle = times.length / 2;
  const median = ((times[Math.ceil(middle) - 1] ?? 0) + (times[Math.floor(middle)] ?? 0)) / 2;
  const known = controlsOf(decisions, controls, table);
  return {
    name,
    ...countStatus(decisions),
    flagged: decisions.filter(({ flagged }) => flagged).length,
    ...(active > 0 && { pace: (times.length * 3600) / active, medianSeconds: median }),
    ...(decisions.length > 0 && {
      lastAt: decisions.reduce((last, { decidedAt }) => Math.max(last, decidedAt), 0),
    }),
    held: claims.flatMap(({ batch, holders }) =>
      holders
        .filter((holder) => holder.name === name && !holder.done)
        .map(({ expiresAt }) => ({ batch, until: expiresAt })),
    ),
    ...(known && { controls: known }),
  };
}

/** Hidden items that the person coded: right where the independent code is the known one, at the level of the campaign. */
function controlsOf(
  decisions: readonly Decision[],
  controls: ProgressQuestion['controls'],
  table: CodeTable,
): PersonProgress['controls'] {
  let right = 0;
  let of = 0;
  for (const decision of decisions) {
    const code = controls.get(decision.item);
    const category = independentCategory(decision, table);
    if (code === undefined || category === missing) continue;
    of += 1;
    right += category === table.categoryOf(code) ? 1 : 0;
  }
  if (of < leastControls) return undefined;
  const { lower, upper } = wilson(right, of);
  return { right, of, low: lower, high: upper };
}
