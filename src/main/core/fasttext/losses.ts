/** From the products of hidden vector and label rows to probabilities, in the 32 bits of the official build. */

const steps = 512;
const farthest = 8;

/** Logistic function at 513 points from -8 to 8 (`Loss::Loss`). */
const sigmoidTable = Float32Array.from(
  { length: steps + 1 },
  (_, step) => 1 / (1 + Math.fround(Math.exp(-((step * 2 * farthest) / steps - farthest)))),
);

/** The table's value: 0 below -8, 1 above 8 (`Loss::sigmoid`). */
export function tableSigmoid(value: number): number {
  const x = Math.fround(value);
  if (x < -farthest) return 0;
  if (x > farthest) return 1;
  return sigmoidTable[Math.trunc((Math.fround(x + farthest) * steps) / farthest / 2)] ?? 1;
}

/** Each label by itself: one-versus-all and negative sampling (`BinaryLogisticLoss::computeOutput`). In place. */
export function logistic(output: Float64Array): void {
  for (let label = 0; label < output.length; label += 1) output[label] = tableSigmoid(output[label] ?? 0);
}

/** Together they sum to 1 (`SoftmaxLoss::computeOutput`). In place. */
export function softmax(output: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of output) most = Math.max(most, value);
  const highest = Math.fround(most);
  let sum = 0;
  for (let label = 0; label < output.length; label += 1) {
    const value = Math.fround(Math.exp(Math.fround((output[label] ?? 0) - highest)));
    output[label] = value;
    sum = Math.fround(sum + value);
  }
  for (let label = 0; label < output.length; label += 1)
    output[label] = Math.fround((output[label] ?? 0) / sum);
}
