/** Two texts as a unified diff. Pure. */

interface Line {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
  /** Lines of each text before this one. */
  readonly at: readonly [before: number, after: number];
}

/** Lines around a change. */
const around = 3;

/** Lengths of the longest common subsequences of all tails, row by row. */
function tails(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const [row, next] = [rows[i], rows[i + 1]];
      if (!row || !next) continue;
      row[j] = before[i] === after[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  return rows;
}

/** Both texts as one list of lines, what goes before what comes. The parts that both begin and end with are passed over. */
function linesOf(before: readonly string[], after: readonly string[]): Line[] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const [ours, theirs] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const rows = tails(ours, theirs);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  const add = (kind: Line['kind'], text: string | undefined, at: Line['at']) =>
    void lines.push({ kind, text: text ?? '', at });
  for (let same = 0; same < start; same += 1) add(' ', before[same], [same, same]);
  while (i < ours.length || j < theirs.length) {
    const at = [start + i, start + j] as const;
    const goes = rows[i + 1]?.[j] ?? -1;
    if (i < ours.length && j < theirs.length && ours[i] === theirs[j]) {
      add(' ', ours[i], at);
      i += 1;
      j += 1;
    } else if (i < ours.length && (j === theirs.length || goes >= (rows[i]?.[j + 1] ?? 0))) {
      add('-', ours[i], at);
      i += 1;
    } else {
      add('+', theirs[j], at);
      j += 1;
    }
  }
  for (let same = 0; same < end; same += 1)
    add(' ', before[before.length - end + same], [before.length - end + same, after.length - end + same]);
  return lines;
}

function hunk(lines: readonly Line[]): string {
  const [first] = lines;
  const [from, to] = first?.at ?? [0, 0];
  const count = (left: Line['kind']) => lines.filter(({ kind }) => kind !== left).length;
  const range = (start: number, length: number) => `${length === 0 ? start : start + 1},${length}`;
  const head = `@@ -${range(from, count('+'))} +${range(to, count('-'))} @@`;
  return [head, ...lines.map(({ kind, text }) => `${kind}${text}`)].join('\n');
}

/**
 * What leads from one text to the other, with three lines around each change; empty where they are equal. For manifests: time and
 * memory grow with the product of the lines that differ. Format: GNU diffutils, "Unified Format".
 * @param name of the file, as `a/name` and `b/name`
 */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return '';
  const split = (text: string) => text.replace(/\n$/, '').split('\n');
  const lines = linesOf(split(before), split(after));
  const near = new Set(
    lines.flatMap(({ kind }, index) =>
      kind === ' ' ? [] : Array.from({ length: 2 * around + 1 }, (_, step) => index - around + step),
    ),
  );
  const hunks: Line[][] = [];
  for (const [index, line] of lines.entries()) {
    if (!near.has(index)) continue;
    if (near.has(index - 1) && index > 0) hunks.at(-1)?.push(line);
    else hunks.push([line]);
  }
  return `${[`--- a/${name}`, `+++ b/${name}`, ...hunks.map(hunk)].join('\n')}\n`;
}
