/** Lines of a log as they are kept and searched on screen. Pure. */

export interface LogLine {
  readonly at?: number | undefined;
  readonly text: string;
}

/** The most lines that are kept on screen. */
export const mostLines = 10_000;

/** The lines with new ones after them; the oldest go when there are too many. */
export function appended(lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const all = [...lines, ...more];
  return all.length > mostLines ? all.slice(-mostLines) : all;
}

/** Colour and cursor sequences of terminals (ECMA-48, CSI and OSC) taken out. */
export function withoutControls(text: string): string {
  return text
    .replaceAll(/\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\))/g, '')
    .replaceAll('\r', '');
}

/** The lines that hold a text, whatever its case; all of them when it is empty. */
export function matching(lines: readonly LogLine[], query: string): readonly LogLine[] {
  const wanted = query.trim().toLowerCase();
  return wanted ? lines.filter((line) => line.text.toLowerCase().includes(wanted)) : lines;
}

export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** A line cut where the text is found. */
export function pieces(text: string, query: string): Piece[] {
  const wanted = query.trim().toLowerCase();
  const result: Piece[] = [];
  let from = 0;
  for (
    let at = wanted ? text.toLowerCase().indexOf(wanted) : -1;
    at >= 0;
    at = text.toLowerCase().indexOf(wanted, from)
  ) {
    if (at > from) result.push({ text: text.slice(from, at), found: false });
    result.push({ text: text.slice(at, at + wanted.length), found: true });
    from = at + wanted.length;
  }
  return from < text.length || result.length === 0
    ? [...result, { text: text.slice(from), found: false }]
    : result;
}
