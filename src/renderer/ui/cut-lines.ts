/** A text as lines that a browser can draw. Pure. */

export interface DrawnLine {
  /** Number in the text, from 1. */
  readonly number: number;
  readonly text: string;
  /** False for what goes on from the line before, which was too long to be drawn at once. */
  readonly isFirst: boolean;
}

/** The lines of a text, those beyond `most` characters cut into several. */
export function cutLines(text: string, most = 2_000): DrawnLine[] {
  const drawn: DrawnLine[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    for (let from = 0; from === 0 || from < line.length; from += most) {
      drawn.push({ number: index + 1, text: line.slice(from, from + most), isFirst: from === 0 });
    }
  });
  if (drawn.length > 1 && drawn.at(-1)?.text === '') drawn.pop();
  return drawn;
}
