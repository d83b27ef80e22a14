/** Finds out that a list would never end. */
import type { ListColumns } from './list-columns.ts';
import { repeats } from './list-faults.ts';

/** Pages without a row, one after the other, after which a list counts as endless. */
const mostEmptyPages = 1000;

/**
 * Finds out that a sequence runs in a circle, by keeping one value alone.
 * Source: R. P. Brent, "An improved Monte Carlo factorization algorithm" (1980), section 2.
 */
export class CycleGuard {
  #kept: string | number | undefined;
  #steps = 0;
  #limit = 1;

  /** Takes the next value of the sequence; true once it is known to run in a circle. */
  comesAgain(value: string | number): boolean {
    if (value === this.#kept) return true;
    this.#steps += 1;
    if (this.#steps === this.#limit) {
      this.#kept = value;
      this.#steps = 0;
      this.#limit *= 2;
    }
    return false;
  }
}

/** Judges pages as they are committed. */
export class PageGuard {
  readonly #seen = new CycleGuard();
  #empty = 0;

  /** Looks at the page that was committed last. @throws ListFault `storage-repeats` for one that came before */
  check(columns: ListColumns, rows: number): void {
    this.#empty = rows === 0 ? this.#empty + 1 : 0;
    if (this.#empty >= mostEmptyPages || (rows > 0 && this.#seen.comesAgain(columns.fingerprint)))
      throw repeats();
  }
}
