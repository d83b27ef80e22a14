/** The figures of a report out of the evidence, the quick ones first. */
import { createHash } from 'node:crypto';
import type { AgreementFigure } from '../../../../shared/contract/annotation/quality.ts';
import { accuracyOf } from './accuracy.ts';
import { scopeFigures, type ScopeFigures } from './agreement-figures.ts';
import { scopesOf, type Scope } from './agreement-scopes.ts';
import { createCodings, type InForce } from './codings.ts';
import { confusionsOf } from './confusions.ts';
import { disputesOf, withoutNames, type Dispute } from './disagreements.ts';
import type { View } from './evidence.ts';
import { progressOf } from './progress.ts';
import type { DisputePage, DisputeQuery, Figures } from './quality-messages.ts';

/** Progress, and how much there is to settle. */
export function countsOf(view: View): Figures {
  const { setting, table, held } = view;
  const { campaign, claims } = setting;
  const controls = new Map(setting.controls.map(({ item, code }) => [item, code]));
  return {
    campaign: progressOf({ campaign, held, table, controls, claims }),
    disagreements: disputesIn(view).filter(({ settled }) => !settled).length,
  };
}

/** Figures with intervals, by the codings that they are made of: what did not change is not computed again. */
export type KnownFigures = Map<string, readonly AgreementFigure[]>;

/** Share of the work after which it is worth sending all figures again. */
const step = 0.05;

/**
 * All figures, each time more of them, with the share that is done. Values come first and intervals after, scope by scope.
 * @param pause awaited now and then; throws to end it
 * @param known of the last time; what is of no use any more is taken out
 */
export async function* allFigures(
  view: View,
  pause: () => Promise<void>,
  known: KnownFigures = new Map(),
): AsyncGenerator<{ readonly figures: Figures; readonly share: number }> {
  const { setting, table, held, items, hidden, settled } = view;
  const codings = createCodings(held, table);
  const scopes: (ScopeFigures & { readonly key: string; readonly items: number })[] = [];
  for (const scope of scopesOf(codings, table, hidden)) {
    await pause();
    scopes.push({ ...scopeFigures(scope, table), key: keyOf(scope), items: scope.rows.length });
  }
  const keys = new Set(scopes.map(({ key }) => key));
  for (const key of known.keys()) if (!keys.has(key)) known.delete(key);
  const figures = scopes.map((scope) => known.get(scope.key) ?? scope.figures);
  const accuracy = (agreement: readonly AgreementFigure[]) =>
    accuracyOf({
      campaign: setting.campaign,
      table,
      items,
      hidden,
      codings,
      skipped: skippedIn(held),
      settled,
      agreement,
    });
  const shown = (): Pick<Figures, 'agreement' | 'accuracy'> => {
    const agreement = figures.flat();
    return { agreement, accuracy: accuracy(agreement) };
  };
  yield {
    figures: { ...countsOf(view), confusions: confusionsOf(codings, table, hidden), ...shown() },
    share: 0.1,
  };
  const work = scopes.reduce((sum, scope) => sum + scope.items, 0);
  let done = 0;
  let said = 0;
  for (const [place, { items: size, withIntervals, key }] of scopes.entries()) {
    await pause();
    figures[place] = known.get(key) ?? (await withIntervals(pause));
    known.set(key, figures[place]);
    done += size;
    const share = work === 0 ? 1 : done / work;
    const isLast = place === scopes.length - 1;
    if (place > 0 && !isLast && share - said < step) continue;
    said = share;
    // Everybody's figures, which come first, are those beside the model's.
    yield {
      figures: place === 0 ? shown() : { agreement: figures.flat() },
      share: 0.1 + 0.9 * share,
    };
  }
}

/** A page of the queue: what is open first, else in the order of the campaign. */
export function pageOf(view: View, { settled, showNames, from, count }: DisputeQuery): DisputePage {
  const all = disputesIn(view);
  const open = all.filter((dispute) => !dispute.settled);
  const closed = all.filter((dispute) => dispute.settled);
  const wanted = settled === undefined ? [...open, ...closed] : settled ? closed : open;
  const { seed } = view.setting.campaign.sampling;
  return {
    disputes: wanted
      .slice(from, from + count)
      .map((dispute) => (showNames ? dispute : withoutNames(dispute, seed))),
    total: wanted.length,
    open: open.length,
  };
}

/** Names a scope and all codings in it. */
function keyOf({ scope, rows }: Scope): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(Int32Array.from(row));
  return `${JSON.stringify(scope)} ${hash.digest('base64')}`;
}

const disputes = new WeakMap<View, readonly Dispute[]>();

/** Found once a view. */
function disputesIn(view: View): readonly Dispute[] {
  const { campaign, person } = view.setting;
  const { held, settled, table } = view;
  const known = disputes.get(view) ?? disputesOf({ campaign, held, settled, table, person });
  disputes.set(view, known);
  return known;
}

function skippedIn(held: InForce): ReadonlySet<string> {
  const skipped = new Set<string>();
  for (const decisions of held.values())
    for (const [item, { status }] of decisions)
      if (status === 'skipped' || status === 'delegated') skipped.add(item);
  return skipped;
}
