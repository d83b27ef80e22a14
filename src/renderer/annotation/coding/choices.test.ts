import { describe, expect, test } from 'vitest';
import { small } from '../../../shared/nomenclature/testing/small-nomenclature.ts';
import { createTree } from '../../../shared/nomenclature/tree.ts';
import { choicesOf, codeOf, sourceOf, takenCode, type Offer } from './choices.ts';
import { pressedOn } from './item-keys.ts';
import { cleared, openItem, standingOn, stepped, withHits, withText, type Advice } from './item-state.ts';

const tree = createTree(small);
const there: Advice = {
  state: 'there',
  set: {
    suggestions: ['10.11Z', '10.20A', '11.10Z'].map((code, index) => ({
      rank: index + 1,
      code,
      probability: 0.5,
    })),
    model: 'm',
    from: 'file',
  },
};
const offer = (change: Partial<Offer> = {}): Offer => ({
  tree,
  level: 5,
  advice: { state: 'hidden' },
  candidates: [],
  ...change,
});
const item = openItem(
  { id: 'i', batch: 'b', text: 'T', cleanText: 't', fields: {}, multiplicity: 1 },
  undefined,
  undefined,
);
const hit = (code: string) => ({
  code,
  score: 1,
  where: 'title' as const,
  excludes: false,
  titleIn: 'fr' as const,
  ranges: [],
});
const codes = (list: ReturnType<typeof choicesOf>) => list.choices.map(codeOf);
const highlighted = (list: ReturnType<typeof choicesOf>) => codeOf(list.choices[list.at]);

describe('the list', () => {
  test('is empty in blind mode until something is typed', () => {
    expect(choicesOf(item, offer())).toEqual({ kind: 'offered', choices: [], at: -1 });
  });
  test('offers the suggestions; a digit highlights one, a second digit makes it a code', () => {
    const assisted = offer({ advice: there });
    expect(highlighted(choicesOf(item, assisted))).toBe('10.11Z');
    expect(highlighted(choicesOf(withText(item, '2'), assisted))).toBe('10.20A');
    expect(choicesOf(withText(item, '21'), assisted).kind).toBe('found');
    expect(choicesOf(withText(item, '4'), assisted).kind).toBe('found');
  });
  test('has the own code first once it was chosen', () => {
    const own = openItem(item.item, undefined, '11.01A');
    expect(codes(choicesOf(own, offer({ advice: there }))).slice(0, 2)).toEqual(['11.01A', '10.11Z']);
  });
  test('numbers candidates and ends with none of these, which leads to the search', () => {
    const recoding = offer({
      candidates: [
        { from: 'x', to: '10.20A' },
        { from: 'x', to: '10.20B' },
      ],
    });
    const list = choicesOf(item, recoding);
    expect(list.choices.map((choice) => ('digit' in choice ? choice.digit : choice.kind))).toEqual([
      '1',
      '2',
      'none-of-these',
    ]);
    expect(highlighted(choicesOf(withText(item, '2'), recoding))).toBe('10.20B');
    expect(choicesOf({ ...item, withoutCandidates: true }, recoding).choices).toEqual([]);
  });
  test('leaves out a code that leads to one that was found as well', () => {
    const found = withHits(withText(item, 'x'), 'x', [hit('10.11'), hit('10.11Z'), hit('10.20')]);
    expect(codes(choicesOf(found, offer()))).toEqual(['10.11Z', '10.20']);
  });
  test('shows the level of the tree on which the person stands', () => {
    const list = choicesOf(standingOn(item, '10.20B'), offer());
    expect(list.kind).toBe('tree');
    expect(codes(list)).toEqual(['10.20A', '10.20B']);
    expect(highlighted(list)).toBe('10.20B');
  });
  test('forgets what was found for another text', () => {
    expect(withHits(withText(item, 'xy'), 'x', [hit('10.11Z')]).found.hits).toEqual([]);
  });
});

describe('keys on the item', () => {
  test('arrows move within the list and stop at its ends', () => {
    const assisted = offer({ advice: there });
    const down = (state: typeof item) => pressedOn(state, 'down', assisted) ?? state;
    expect(highlighted(choicesOf(down(down(down(down(item)))), assisted))).toBe('11.10Z');
    expect(highlighted(choicesOf(pressedOn(item, 'up', assisted) ?? item, assisted))).toBe('10.11Z');
  });
  test('left climbs to the section, right descends, without anything typed from the sections', () => {
    let state = standingOn(item, '10.20B');
    const at = () => highlighted(choicesOf(state, offer()));
    const press = (key: 'climb' | 'descend') => (state = pressedOn(state, key, offer()) ?? state);
    for (const code of ['10.20', '10.2', '10', 'C', 'C']) {
      press('climb');
      expect(at()).toBe(code);
    }
    press('descend');
    expect(at()).toBe('10');
    state = item;
    press('descend');
    expect(at()).toBe('C');
  });
  test('clearing keeps flag, comment and difficulty', () => {
    const flagged = pressedOn({ ...withText(item, 'x'), comment: 'c' }, 'flag', offer()) ?? item;
    expect(cleared(flagged)).toMatchObject({ strokes: [], flagged: true, comment: 'c' });
  });
  test('difficulty goes from not said to 5 and back', () => {
    expect([undefined, 0, 4, 5].map((one) => stepped(one, 1))).toEqual([1, 1, 5, 5]);
    expect([undefined, 0, 4].map((one) => stepped(one, -1))).toEqual([0, undefined, 3]);
  });
});

describe('the code that is taken', () => {
  test.each([
    ['10.11', '10.11Z'],
    ['10.1', '10.11Z'],
    ['10.20', undefined],
    ['10.20A', '10.20A'],
    ['99', undefined],
  ])('of %s is %s', (code, taken) => expect(takenCode(tree, code, 5)).toBe(taken));
  test('is the one above where the campaign asks for less', () => {
    expect(takenCode(tree, '10.20A', 4)).toBe('10.20');
  });
  test('says by which way it was found', () => {
    const found = { kind: 'hit', code: '10.11Z', hit: hit('10.11Z') } as const;
    expect(sourceOf(found, '10.11')).toEqual({ source: 'typed' });
    expect(sourceOf(found, 'viande')).toEqual({ source: 'search' });
    const [, second] = choicesOf(item, offer({ advice: there })).choices;
    expect(second && sourceOf(second, '2')).toEqual({ source: 'suggestion', suggestionRank: 2 });
  });
});
