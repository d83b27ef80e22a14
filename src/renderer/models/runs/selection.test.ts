import { expect, test } from 'vitest';
import { extended, mostChosen, toggled } from './selection.ts';

test('a run is chosen once, and no more than can be compared', () => {
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  expect(extended(['b'], ['a', 'b', 'c'])).toEqual(['b', 'a', 'c']);
  const full = Array.from({ length: mostChosen }, (_, index) => String(index));
  expect(toggled(full, 'x')).toBe(full);
  expect(extended(full, ['x'])).toEqual(full);
});
