import { beforeEach, describe, expect, test } from 'vitest';
import { keepRemarks } from './remarks.ts';

const at = { profile: 'platform:default', bucket: 'alice', prefix: 'campaigns/one/' };
const said = { comment: 'vu "deux" fois', flagged: true, difficulty: 3 };
let kept: Map<string, string>;
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
};
const ofAlice = () => keepRemarks(storage, ['lab', 'alice'], at);
beforeEach(() => {
  kept = new Map();
});

describe('remarks on an item', () => {
  test('are there again for who opens the same item', () => {
    ofAlice().keep('item-1', undefined, said);
    expect(ofAlice().of('item-1', undefined)).toMatchObject(said);
  });

  test.each([
    ['another item', () => ofAlice().of('item-2', undefined)],
    ['another person', () => keepRemarks(storage, ['lab', 'bob'], at).of('item-1', undefined)],
    ['another platform', () => keepRemarks(storage, ['other', 'alice'], at).of('item-1', undefined)],
    [
      'another campaign',
      () =>
        keepRemarks(storage, ['lab', 'alice'], { ...at, prefix: 'campaigns/two/' }).of('item-1', undefined),
    ],
    ['the item once it is decided', () => ofAlice().of('item-1', 'decision-1')],
  ])('are not those of %s', (_, found) => {
    ofAlice().keep('item-1', undefined, said);
    expect(found()).toBeUndefined();
  });

  test('are gone when nothing is left to keep', () => {
    ofAlice().keep('item-1', undefined, said);
    ofAlice().keep('item-1', undefined, undefined);
    expect(kept.size).toBe(0);
  });

  test('a difficulty that was not said is not said again', () => {
    ofAlice().keep('item-1', 'decision-1', { comment: 'x', flagged: false, difficulty: undefined });
    expect(ofAlice().of('item-1', 'decision-1')).toMatchObject({ comment: 'x', difficulty: undefined });
  });

  test.each(['', '{', '{"comment":1}', '{"comment":"x","flagged":false,"difficulty":9}'])(
    'what somebody else wrote there is no remark: %s',
    (text) => {
      ofAlice().keep('item-1', undefined, said);
      for (const key of kept.keys()) kept.set(key, text);
      expect(ofAlice().of('item-1', undefined)).toBeUndefined();
    },
  );

  test('a browser without room throws nothing', () => {
    const full = {
      ...storage,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    expect(() => keepRemarks(full, ['lab', 'alice'], at).keep('item-1', undefined, said)).not.toThrow();
  });
});
