import { expect, test } from 'vitest';
import { brierScore, calibrationBins, expectedCalibrationError } from './calibration.ts';

const probabilities = [0.05, 0.12, 0.31, 0.33, 0.48, 0.52, 0.61, 0.66, 0.71, 0.83, 0.88, 0.91, 0.95, 0.99, 1];
const right = [0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1];
const items = probabilities.map((probability, index) => ({ probability, correct: right[index] === 1 }));

test('the Brier score is that of scikit-learn 1.9.1 (brier_score_loss)', () => {
  expect(brierScore(items)).toMatchObject({ value: expect.closeTo(0.1699, 12), n: 15 });
});

test('the calibration error is that of numpy over 15 bins, written out apart from this code', () => {
  expect(expectedCalibrationError(items).value).toBeCloseTo(0.1406666666666667, 12);
});

test('weights count as repetitions', () => {
  const repeated = [...items, ...items.slice(0, 5)];
  const weighted = items.map((item, index) => ({ ...item, weight: index < 5 ? 2 : 1 }));
  expect(brierScore(weighted).value).toBeCloseTo(brierScore(repeated).value ?? 0, 12);
  expect(expectedCalibrationError(weighted).value).toBeCloseTo(
    expectedCalibrationError(repeated).value ?? 0,
    12,
  );
});

test('a probability on the edge belongs above it, and 1 to the last bin', () => {
  const bins = calibrationBins(
    [0, 0.5, 1].map((probability) => ({ probability, correct: true })),
    2,
  );
  expect(bins.map(({ n }) => n)).toEqual([1, 2]);
  expect(calibrationBins([], 15)[3]).toMatchObject({ n: 0, accuracy: undefined });
});

test('what is no probability is refused, and without items there is no figure', () => {
  expect(() => brierScore([{ probability: 1.00001, correct: true }])).toThrow(RangeError);
  expect(expectedCalibrationError([]).reason).toBe('no-observations');
});
