/** How far a typed word is from a right one. */

/** How many edits are forgiven: one in words of 4 to 7 letters, two in longer ones. */
export function forgiven(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** Letters and digits of a word as bits, to rule out most words before they are compared. */
export function lettersOf(word: string): number {
  let bits = 0;
  for (let index = 0; index < word.length; index += 1) {
    const code = word.charCodeAt(index);
    bits |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 6));
  }
  return bits;
}

/** Number of letters that the one has and the other lacks. */
export function lacking(one: number, other: number): number {
  let bits = one & ~other;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}

/**
 * Fewest edits (a letter more, less or other, two swapped) from what was typed to the word or to a beginning of it; `limit` + 1 when there
 * are more. Source: optimal string alignment (Damerau 1964), cells further from the diagonal than `limit` left out.
 */
export function editsTo(typed: string, word: string, limit: number): { whole: number; beginning: number } {
  const width = Math.min(word.length, typed.length + limit);
  const far = limit + 1;
  let before: number[] = [];
  let above: number[] = Array.from({ length: width + 1 }, (_, index) => Math.min(index, far));
  for (let row = 1; row <= typed.length; row += 1) {
    const current: number[] = Array.from({ length: width + 1 }, () => far);
    if (row <= limit) current[0] = row;
    const first = Math.max(1, row - limit);
    const last = Math.min(width, row + limit);
    let best = current[0] ?? far;
    for (let column = first; column <= last; column += 1) {
      const same = typed.charCodeAt(row - 1) === word.charCodeAt(column - 1);
      let edits = Math.min(
        (above[column - 1] ?? far) + (same ? 0 : 1),
        (above[column] ?? far) + 1,
        (current[column - 1] ?? far) + 1,
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        typed.charCodeAt(row - 1) === word.charCodeAt(column - 2) &&
        typed.charCodeAt(row - 2) === word.charCodeAt(column - 1);
      if (swapped) edits = Math.min(edits, (before[column - 2] ?? far) + 1);
      current[column] = edits;
      if (edits < best) best = edits;
    }
    // A swap may still reach past one row.
    if (best > limit && Math.min(...above) > limit) return { whole: far, beginning: far };
    before = above;
    above = current;
  }
  const whole = word.length === width ? (above[width] ?? far) : far;
  return { whole: Math.min(whole, far), beginning: Math.min(...above, far) };
}
