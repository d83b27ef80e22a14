/** Numbers of which nobody knows in advance how many there will be. Pure. */

export interface Grown<Numbers> {
  readonly length: number;
  push(value: number): void;
  /** The number at a place that was filled. */
  at(place: number): number;
  /** A copy as long as there are numbers. */
  done(): Numbers;
}

export function grownIntegers(): Grown<Int32Array<ArrayBuffer>> {
  let held = new Int32Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === held.length) {
        const longer = new Int32Array(length * 2);
        longer.set(held);
        held = longer;
      }
      held[length++] = value;
    },
    at: (place) => held[place] ?? Number.NaN,
    done: () => held.slice(0, length),
  };
}

export function grownNumbers(): Grown<Float64Array<ArrayBuffer>> {
  let held = new Float64Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === held.length) {
        const longer = new Float64Array(length * 2);
        longer.set(held);
        held = longer;
      }
      held[length++] = value;
    },
    at: (place) => held[place] ?? Number.NaN,
    done: () => held.slice(0, length),
  };
}
