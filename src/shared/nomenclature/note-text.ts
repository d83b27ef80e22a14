/** Notes come as one long line: here they become paragraphs and lists. */

export interface NoteLine {
  /** 0: a paragraph. 1: an item of a list (` - `). 2: an item below it (` • `). */
  readonly depth: 0 | 1 | 2;
  readonly text: string;
}

/**
 * The lines of a note. Line breaks (also written `\n`) and runs of spaces part paragraphs; `- ` begins an item after a colon, at the
 * beginning of a line or where a list is open; `•` always does.
 */
export function noteLines(note: string): NoteLine[] {
  const paragraphs = note
    .replaceAll(String.raw`\n`, '\n')
    .replace(/\\$/, '')
    .replaceAll('•', '\n•')
    // Long runs of spaces first become short: a note made of them would be slow to read.
    .replace(/[^\S\n]+/g, (spaces) => (spaces.length > 1 ? '  ' : ' '))
    // Two spaces before a capital or a dash begin a paragraph; before anything else they are chance.
    .replace(/ {2}(?=[\p{Lu}-])/gu, '\n')
    .split('\n');
  return paragraphs.flatMap(linesOf).filter(({ text }) => text !== '');
}

function linesOf(paragraph: string): NoteLine[] {
  const text = paragraph.replace(/\s+/g, ' ').trim();
  if (text.startsWith('•')) return withItems(text.slice(1), 2);
  if (/^[-–] /.test(text)) return withItems(text.slice(1), 1);
  const list = / ?: ?[-–] /.exec(text);
  if (!list) return [{ depth: 0, text }];
  const colon = text.indexOf(':', list.index) + 1;
  return [
    { depth: 0, text: text.slice(0, colon).trim() },
    ...withItems(text.slice(list.index + list[0].length), 1),
  ];
}

/** Once a list is open, each ` - ` begins the next item. */
function withItems(text: string, depth: 1 | 2): NoteLine[] {
  const [first = '', ...more] = text.split(/ [-–] /);
  return [{ depth, text: first.trim() }, ...more.map((item) => ({ depth: 1 as const, text: item.trim() }))];
}
