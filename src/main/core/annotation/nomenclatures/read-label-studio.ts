/** The taxonomy of a Label Studio configuration: choices within choices, `<Choice value="01.11Z // 0111Z - ..." alias="01.11Z"/>`. */
import { SaxesParser } from 'saxes';
import { shapeLevel } from './code-shape.ts';
import { guessLanguage } from './language.ts';
import { mostCodes, problem, unread, type Claimed, type Entry, type Place, type Read } from './reading.ts';

interface Choice {
  readonly value: string;
  readonly alias: string | undefined;
  readonly place: Place;
  readonly parent: string | undefined;
  readonly code: string | undefined;
}

/** Reads the first taxonomy with choices; choices that are no codes (`XXXXX`, for what cannot be classified) are left out. */
export function readLabelStudio(text: string, claimed: Claimed): Read {
  const parser = new SaxesParser({ position: true });
  const choices: Choice[] = [];
  const open: (Choice | undefined)[] = [];
  let inTaxonomy = 0;
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw new Error('ENTITY');
  });
  parser.on('opentag', (tag) => {
    const { name } = tag;
    const attributes = tag.attributes as Record<string, string>;
    if (open.length > 100 || choices.length > mostCodes) throw new Error('Too many choices');
    if (name === 'Taxonomy') inTaxonomy += 1;
    const value = attributes['value'];
    if (inTaxonomy === 0 || name !== 'Choice' || value === undefined) {
      open.push(undefined);
      return;
    }
    const alias = attributes['alias'];
    const parent = open.findLast((one) => one !== undefined)?.code;
    const place = { line: parser.line, column: parser.column + 1 };
    const choice = { value, alias, place, parent, code: codeOf(value, alias) };
    choices.push(choice);
    open.push(choice);
  });
  parser.on('closetag', ({ name }) => {
    open.pop();
    if (name === 'Taxonomy') inTaxonomy -= 1;
  });
  try {
    parser.write(text).close();
  } catch (error) {
    const place = { line: parser.line, column: parser.column + 1 };
    return unread(problem('unreadable', error instanceof Error ? error.message.slice(0, 200) : 'xml', place));
  }
  if (choices.length === 0) return unread(problem('empty', 'Taxonomy', { line: 1 }));
  const language = claimed.language ?? guessLanguage(choices.map(({ value }) => value));
  const entries = choices.flatMap(({ value, parent, code, place }): Entry[] =>
    code === undefined ? [] : [{ code, parent, titles: { [language]: titleOf(value) }, place }],
  );
  return { found: { kind: 'entries', entries }, findings: [] };
}

function codeOf(value: string, alias: string | undefined): string | undefined {
  if (alias !== undefined && alias !== '')
    return shapeLevel(alias) === undefined && /^X+$/i.test(alias) ? undefined : alias;
  return /^([A-Z]|\d{2}(?:\.?\d{1,2}[A-Z]?)?)(?=\s|$)/.exec(value)?.[1];
}

/** `01.11Z // 0111Z - Title` and `A - TITLE` give the title. */
const titleOf = (value: string): string => value.replace(/^\S+(?:\s*\/\/\s*\S+)?\s+-\s+/, '').trim();
