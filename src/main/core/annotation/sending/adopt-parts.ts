/** Fetches what the same person decided on other laptops, so that both know all of it. */
import { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { Desk } from '../coding/desks.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { knownParts } from './known-parts.ts';
import { setAside, type SetAside } from './set-aside.ts';

/**
 * Reads every part of the person that this laptop does not have yet. A file or record that cannot be read is set aside.
 * @throws Failure; the parts that were read are taken in
 */
export async function adoptParts(
  desk: Desk,
  files: CampaignFiles,
  clock: () => number,
  signal?: AbortSignal,
): Promise<void> {
  const { store, userName } = desk.context;
  const known = await knownParts(store, desk.key);
  desk.mustBeHere();
  for (const part of await files.decisionParts(desk.at, userName)) {
    if (known.has(part)) continue;
    desk.mustBeHere();
    const { rows, problem } = await files.readDecisions(desk.at, part, signal);
    const bad: SetAside[] = problem
      ? [{ what: `${part.key} ${part.etag}`, reason: problem.data.reason ?? problem.code, at: clock() }]
      : [];
    const good: Decision[] = [];
    for (const row of rows) {
      const read = Decision.safeParse(row);
      if (read.success && row.annotator === userName) good.push(read.data);
      else
        bad.push({
          what: `${part.key} ${row.id}`,
          reason: 'unreadable',
          record: JSON.stringify(row),
          at: clock(),
        });
    }
    await desk.inTurn(() => desk.book.adopt(good));
    await setAside(store, desk.key, bad);
    await known.add(part);
  }
}
