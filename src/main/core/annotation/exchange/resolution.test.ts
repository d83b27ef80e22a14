import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import { standingOf } from '../coding/in-force.ts';
import { sampleCampaign, sampleItems } from '../files/testing/campaign-store.ts';
import { resolve } from './resolution.ts';
import { decided } from './testing/exchange-place.ts';

const item = sampleItems(sampleCampaign('c', 1, 1))[0]!;
const by = (annotator: string, said: string): Decision =>
  decided(item, annotator, /^\d/.test(said) ? { codeFinal: said } : { status: said as Decision['status'] });
const stands = (said: readonly string[]) => said.map((one, at) => standingOf([by(`p${at}`, one)]));
const outcome = (said: readonly string[]) => {
  const found = resolve(stands(said), []);
  return typeof found === 'string' ? found : `${found.by} ${found.status} ${found.code ?? ''}`.trim();
};

describe('an item', () => {
  test.each([
    [['47.21Z'], 'single done 47.21Z'],
    [['47.21Z', 'skipped', 'delegated'], 'single done 47.21Z'],
    [['47.21Z', '47.21Z', '01.13Z'], 'majority done 47.21Z'],
    [['47.21Z', '47.21Z', '01.13Z', '47.22Z'], 'tie'],
    [['47.21Z', '01.13Z'], 'tie'],
    [['47.21Z', '47.21Z', '01.13Z', '01.13Z'], 'tie'],
    [['47.21Z', '47.21Z', '01.13Z', '47.22Z', '47.23Z'], 'tie'],
    [['unclassifiable', 'unclassifiable', '01.13Z'], 'majority unclassifiable'],
    [['unclassifiable', '01.13Z'], 'tie'],
    [['skipped'], 'single skipped'],
    [['skipped', 'skipped'], 'majority skipped'],
    [[], 'open'],
  ])('of which %j was said is taken as %s', (said, expected) => {
    expect(outcome(said)).toBe(expected);
  });

  test('is what the newest adjudication says, whatever people say', () => {
    const settled = { item: item.id, reason: 'slip', comment: '', by: 'lead', machine: 'm' } as const;
    const found = resolve(stands(['47.21Z', '01.13Z', '01.13Z']), [
      { ...settled, id: 'b', status: 'done', code: '47.21Z', at: 2 },
      { ...settled, id: 'a', status: 'unclassifiable', at: 1 },
    ]);
    expect(found).toMatchObject({ by: 'adjudicated', code: '47.21Z', codings: 3, agreeing: 1 });
  });

  test('on which one person alone differs from themselves is a conflict, and else left to the others', () => {
    const two = standingOf([by('p', '47.21Z'), by('p', '01.13Z')]);
    expect(resolve([two], [])).toBe('conflict');
    expect(resolve([two, ...stands(['47.22Z'])], [])).toMatchObject({ by: 'single', code: '47.22Z' });
  });

  test('is taken the same whoever is asked first', () => {
    const said = fc.array(fc.constantFrom('47.21Z', '01.13Z', '47.22Z', 'skipped', 'unclassifiable'), {
      maxLength: 7,
    });
    fc.assert(
      fc.property(said, fc.infiniteStream(fc.nat()), (all, order) => {
        const decisions = stands(all);
        const shuffled = decisions
          .map((one) => ({ one, key: order.next().value ?? 0 }))
          .sort((one, other) => one.key - other.key)
          .map(({ one }) => one);
        const [before, after] = [resolve(decisions, []), resolve(shuffled, [])];
        expect(typeof after === 'string' ? after : [after.by, after.status, after.code]).toEqual(
          typeof before === 'string' ? before : [before.by, before.status, before.code],
        );
      }),
      { seed: 7 },
    );
  });
});
