import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standingOf, standings } from './in-force.ts';
import { decision, histories } from './testing/decisions.ts';

const shuffled = (given: readonly ReturnType<typeof decision>[]) =>
  fc.shuffledSubarray([...given], { minLength: given.length, maxLength: given.length });

describe('which decisions hold', () => {
  test('an item without decisions is open', () => {
    expect(standingOf([])).toEqual({ kind: 'open', heads: [] });
  });

  test('the one that replaces the others holds, whatever the clocks say', () => {
    const first = decision('a', { decidedAt: 9000 });
    const second = decision('b', { decidedAt: 10, replaces: ['a'], codeFinal: '47.22Z' });
    expect(standingOf([first, second])).toMatchObject({ kind: 'in-force', decision: { id: 'b' } });
  });

  test('a withdrawn head opens the item again', () => {
    const taken = decision('b', { replaces: ['a'], withdrawn: true });
    expect(standingOf([decision('a'), taken])).toEqual({ kind: 'open', heads: [taken] });
  });

  test('two laptops that differ are a conflict, also where one of them took it back', () => {
    const one = decision('a', { machine: 'one' });
    const other = decision('b', { machine: 'two', codeFinal: '47.22Z' });
    expect(standingOf([one, other])).toMatchObject({ kind: 'conflict', heads: [{ id: 'b' }, { id: 'a' }] });
    const back = decision('c', { machine: 'two', replaces: ['b'], withdrawn: true });
    expect(standingOf([one, other, back]).kind).toBe('conflict');
  });

  test('two laptops that say the same agree; a comment more is a difference', () => {
    const one = decision('a', { machine: 'one', decidedAt: 1 });
    const other = decision('b', { machine: 'two', decidedAt: 2 });
    expect(standingOf([one, other])).toMatchObject({ kind: 'in-force', decision: { id: 'b' } });
    expect(standingOf([one, { ...other, comment: 'why' }]).kind).toBe('conflict');
  });

  test('what replaces all heads settles a conflict', () => {
    const both = [decision('a'), decision('b', { machine: 'two', codeFinal: '47.22Z' })];
    const settled = decision('c', { replaces: ['a', 'b'] });
    expect(standingOf([...both, settled])).toMatchObject({ kind: 'in-force', decision: { id: 'c' } });
  });

  test('decisions that replace each other in a circle are shown, not dropped', () => {
    const circle = [
      decision('a', { replaces: ['b'] }),
      decision('b', { replaces: ['a'], codeFinal: '47.22Z' }),
    ];
    expect(standingOf(circle)).toMatchObject({ kind: 'conflict', heads: [{ id: 'b' }, { id: 'a' }] });
    expect(standingOf([decision('a', { replaces: ['a'] })]).kind).toBe('in-force');
  });

  test('any order and any repetition give the same', () => {
    fc.assert(
      fc.property(
        histories.chain(({ all }) => fc.tuple(fc.constant(all), shuffled(all))),
        ([all, otherwise]) => {
          expect(standingOf(otherwise)).toEqual(standingOf(all));
          expect(standingOf([...otherwise, ...all])).toEqual(standingOf(all));
        },
      ),
    );
  });

  test('where the laptops met before each decision there is never a conflict', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 10 }), (undone) => {
        const all: ReturnType<typeof decision>[] = [];
        for (const [index, withdrawn] of undone.entries())
          all.push(
            decision(`d${index}`, {
              machine: index % 2 ? 'one' : 'two',
              replaces: standingOf(all).heads.map(({ id }) => id),
              withdrawn,
              codeFinal: index % 3 ? '47.21Z' : '47.22Z',
            }),
          );
        const expected = undone.length === 0 || undone.at(-1) === true ? 'open' : 'in-force';
        expect(standingOf(all).kind).toBe(expected);
      }),
    );
  });

  test('nothing that a laptop said last is lost: every head is in force, shown, or said by another one', () => {
    fc.assert(
      fc.property(histories, ({ all }) => {
        const standing = standingOf(all);
        const replaced = new Set(all.flatMap(({ replaces }) => replaces));
        expect(new Set(standing.heads.map(({ id }) => id))).toEqual(
          new Set(all.map(({ id }) => id).filter((id) => !replaced.has(id))),
        );
        if (standing.kind === 'in-force')
          for (const head of standing.heads) expect(head.codeFinal).toBe(standing.decision.codeFinal);
      }),
    );
  });

  test('items stand each for itself', () => {
    const found = standings([
      decision('a', { item: 'x' }),
      decision('b', { item: 'y' }),
      decision('c', { item: 'y', replaces: ['b'], withdrawn: true }),
    ]);
    expect([...found].map(([item, { kind }]) => [item, kind])).toEqual([
      ['x', 'in-force'],
      ['y', 'open'],
    ]);
  });
});
