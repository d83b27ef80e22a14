/** What was typed into the search box: a code or words, whatever the layout of the keyboard. Pure. */

/** One key: the sign that it wrote, and the digit that is printed on it. */
export interface Stroke {
  readonly sign: string;
  readonly digit?: string;
}

/** The beginning of a code: digits, a dot where it belongs or not, a letter only after four digits. */
const codeBeginning = /^\d{1,2}$|^\d{2}\.?\d{0,2}$|^\d{2}\.?\d{2}[a-z]$/i;

/**
 * The strokes as text. As long as the digit keys make the beginning of a code, they are digits; as soon as they do not, they are the
 * signs that they wrote: on AZERTY `2`, then `l`, is the `él` of "élevage".
 */
export function typedText(strokes: readonly Stroke[]): string {
  const asCode = strokes.map(({ digit, sign }) => digit ?? sign).join('');
  return codeBeginning.test(asCode) ? asCode : strokes.map(({ sign }) => sign).join('');
}

/** The strokes after the text was changed otherwise than by typing at its end: from what is left of the beginning. */
export function strokesOf(text: string, before: readonly Stroke[]): readonly Stroke[] {
  const shown = typedText(before);
  if (shown.startsWith(text)) return before.slice(0, [...text].length);
  return [...text].map((sign) => ({ sign }));
}

/** Whether a text is a code or the beginning of one, not words. */
export const isCodeLike = (text: string): boolean => codeBeginning.test(text.trim());
