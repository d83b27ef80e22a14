import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOwnOrder } from './item-order.ts';

const items = Array.from({ length: 40 }, (_, index) => ({ id: `i${index}` }));
const ids = (given: readonly { id: string }[]) => given.map(({ id }) => id);

test('each person has an order of their own, the same in whatever order the items came', () => {
  const alice = ids(inOwnOrder(items, 7, 'alice'));
  expect(ids(inOwnOrder([...items].reverse(), 7, 'alice'))).toEqual(alice);
  expect(ids(inOwnOrder(items, 7, 'bob'))).not.toEqual(alice);
  expect(ids(inOwnOrder(items, 8, 'alice'))).not.toEqual(alice);
});

test('no item is lost or doubled', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.nat(), fc.string(), (names, seed, person) => {
      const ordered = inOwnOrder(
        names.map((id) => ({ id })),
        seed,
        person,
      );
      expect(ids(ordered).sort()).toEqual([...names].sort());
    }),
  );
});
