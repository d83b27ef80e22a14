/** The best labels of an output, and the order of those that are level: that of the official build's heap. */

export interface Scored {
  readonly label: number;
  /** Logarithm of the probability, rounded to a 32-bit float. */
  readonly score: number;
}

export interface BestLabels {
  /** True once as many are held as were asked for and this score is below all of them. */
  isTooLow(score: number): boolean;
  push(scored: Scored): void;
  /** The best first. Ends the collection. */
  take(): Scored[];
}

/** log(x + 1e-5) in 32 bits: why certain labels have a probability of 1.00001 (`std_log` of fastText's loss.cc). */
export function scoreOf(probability: number): number {
  return Math.fround(Math.log(Math.fround(probability) + 1e-5));
}

/**
 * Collects up to `most` labels. The steps are those of `push_heap`, `pop_heap` and `sort_heap` in libstdc++ with the
 * lowest score on top: with one-versus-all many labels have exactly the same score, and only these steps give them
 * the order that fastText prints.
 */
export function createBestLabels(most: number): BestLabels {
  const heap: Scored[] = [];

  function rise(hole: number, top: number, scored: Scored): void {
    let at = hole;
    while (at > top) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || above.score <= scored.score) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = scored;
  }

  /** Moves the top to the end of the first `length` and makes a heap of the rest. */
  function sinkTop(length: number): void {
    const [top, last] = [heap[0], heap[length - 1]];
    if (!top || !last || length < 2) return;
    heap[length - 1] = top;
    const rest = length - 1;
    let at = 0;
    for (let child = 2; ; child = 2 * at + 2) {
      if (child > rest) break;
      const [left, right] = [heap[child - 1], heap[child]];
      const chosen = child === rest || (left && right && right.score > left.score) ? child - 1 : child;
      const risen = heap[chosen];
      if (!risen) break;
      heap[at] = risen;
      at = chosen;
    }
    rise(at, 0, last);
  }

  return {
    isTooLow: (score) => heap.length === most && score < (heap[0]?.score ?? 0),
    push(scored) {
      heap.push(scored);
      rise(heap.length - 1, 0, scored);
      if (heap.length <= most) return;
      sinkTop(heap.length);
      heap.pop();
    },
    take() {
      for (let length = heap.length; length > 1; length -= 1) sinkTop(length);
      return heap;
    },
  };
}
