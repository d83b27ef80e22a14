/** Hierarchical softmax: the Huffman tree over the labels, and the search for its best leaves. */
import { createBestLabels, scoreOf, type Scored } from './best-labels.ts';

export interface LabelTree {
  readonly labels: number;
  /** Children of each inner node, in the order in which the nodes were made; a number below `labels` is a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
}

const endless = 1e15;

/**
 * Builds the tree that training built (`HierarchicalSoftmaxLoss::buildTree`).
 * @param counts how often each label was seen; all together below 1e15.
 */
export function labelTree(counts: readonly number[]): LabelTree {
  const labels = counts.length;
  const weights = new Float64Array(2 * labels - 1).fill(endless);
  weights.set(counts);
  const [left, right] = [new Int32Array(labels - 1), new Int32Array(labels - 1)];
  let leaf = labels - 1;
  let inner = labels;
  const lighter = () => {
    if (leaf >= 0 && (weights[leaf] ?? 0) < (weights[inner] ?? endless)) return leaf--;
    return inner++;
  };
  for (let node = labels; node < 2 * labels - 1; node += 1) {
    const [first, second] = [lighter(), lighter()];
    left[node - labels] = first;
    right[node - labels] = second;
    weights[node] = (weights[first] ?? 0) + (weights[second] ?? 0);
  }
  return { labels, left, right };
}

/**
 * The best leaves, the best first (`HierarchicalSoftmaxLoss::dfs`); a branch below the threshold is not looked at.
 * @param dotNode product of the hidden vector and the row of an inner node.
 */
export function bestLeaves(
  tree: LabelTree,
  dotNode: (node: number) => number,
  k: number,
  threshold: number,
): Scored[] {
  const { labels, left, right } = tree;
  const lowest = scoreOf(threshold);
  const best = createBestLabels(k);
  // A stack of our own: the tree of a made-up file can be as deep as it has labels.
  const stack: Scored[] = [{ label: 2 * labels - 2, score: 0 }];
  for (let visit = stack.pop(); visit; visit = stack.pop()) {
    const { label: node, score } = visit;
    if (score < lowest || best.isTooLow(score)) continue;
    if (node < labels) {
      best.push(visit);
      continue;
    }
    const inner = node - labels;
    const isRight = Math.fround(1 / (1 + Math.fround(Math.exp(-Math.fround(dotNode(inner))))));
    const step = (child: number, probability: number): Scored => ({
      label: child,
      score: Math.fround(score + scoreOf(probability)),
    });
    stack.push(step(right[inner] ?? 0, isRight), step(left[inner] ?? 0, 1 - isRight));
  }
  return best.take();
}
