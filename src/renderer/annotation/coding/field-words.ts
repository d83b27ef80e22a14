/** The variables of an item in words. Pure. */
import type { ItemField } from '../../../shared/contract/annotation/campaigns.ts';
import type { Language } from '../../ui/format.ts';
import { wordsIn } from '../codes/code-words.ts';

export interface FieldWords {
  readonly name: string;
  readonly title: string;
  readonly value: string;
  /** What the value means; absent where nothing says it. */
  readonly meaning?: string;
}

/** The classes of the surface of a shop in the request to the coding API: from so many square metres on. */
const surfaceClasses = [0, 120, 400, 2500];

/** The variables that an item has, in the order of the campaign, those that it does not name after them. */
export function fieldWords(
  known: readonly ItemField[],
  fields: Readonly<Record<string, string>>,
  language: Language,
): FieldWords[] {
  const named = known.filter(({ name }) => fields[name] !== undefined);
  const others = Object.keys(fields).filter((name) => !known.some((one) => one.name === name));
  return [...named, ...others.map((name): ItemField => ({ name, titles: {} }))].map(
    ({ name, titles, meanings }) => {
      const value = fields[name] ?? '';
      const said = wordsIn(meanings?.[value] ?? {}, language).text;
      const meaning = said || (name === 'surface' ? surfaceWords(value, language) : '');
      return { name, title: wordsIn(titles, language).text || name, value, ...(meaning && { meaning }) };
    },
  );
}

/** `85` gives its class: `class 1, below 120 m²`; a single 1 to 4 is the class itself; nothing for what is no number. */
export function surfaceWords(value: string, language: Language): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number < 0) return '';
  const isClass = /^[1-4]$/.test(value.trim());
  const rank = isClass ? number : surfaceClasses.findLastIndex((from) => number >= from) + 1;
  const from = surfaceClasses[rank - 1] ?? 0;
  const to = surfaceClasses[rank];
  const number2 = (one: number) => new Intl.NumberFormat(language).format(one);
  const below = language === 'fr' ? 'moins de' : 'below';
  const more = language === 'fr' ? 'et plus' : 'and more';
  const range =
    to === undefined
      ? `${number2(from)} m² ${more}`
      : from === 0
        ? `${below} ${number2(to)} m²`
        : `${number2(from)}–${number2(to - 1)} m²`;
  return `${language === 'fr' ? 'classe' : 'class'} ${rank}, ${range}`;
}
