import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countPeople, peopleIn } from './label-studio-people.ts';

const text = JSON.stringify([
  { annotations: [{ completed_by: 10, result: [] }, { completed_by: { id: 7, email: 'eve@example.org' } }] },
  { annotations: [{ completed_by: 101, was_cancelled: true }] },
  { id: 3, annotator: 10, annotation_id: 5 },
]);
const expected = [
  { id: '10', annotations: 2 },
  { id: '7', email: 'eve@example.org', annotations: 1 },
  { id: '101', annotations: 1 },
];

test('people are found in every form of an export, most annotations first', () => {
  const met = countPeople();
  met.take(text);
  expect(met.people()).toEqual(expected);
});

test('wherever the text is cut, nobody is counted twice or cut in two', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
      const met = countPeople();
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      places.slice(1).forEach((end, index) => met.take(text.slice(places[index], end)));
      expect(met.people()).toEqual(expected);
    }),
  );
});

test('files are read as they come, and not at all once it is cancelled', async () => {
  const file = new File([text], 'export.json');
  expect(await peopleIn([file, file], new AbortController().signal)).toMatchObject([
    { id: '10', annotations: 4 },
    { id: '7' },
    { id: '101' },
  ]);
  expect(await peopleIn([file], AbortSignal.abort())).toEqual([]);
});
