/**
 * Variables as the servers check them: one value of another form makes them refuse the whole request, so it goes as missing. Pure.
 * Source: InseeFrLab/codif-ape-API, `check_format_features` and `SingleForm`.
 */
import type { CodingForm } from './coding-form.ts';

const missing = new Set(['', 'null', 'na', 'nan', 'none']);

/** The value without what means nothing; a whole number has no `.0`. */
function present(value: string | undefined): string | undefined {
  const text = value?.trim().replace(/^(\d+)\.0+$/, '$1') ?? '';
  return missing.has(text.toLowerCase()) ? undefined : text;
}

function fitting(value: string | undefined, pattern: RegExp): string | undefined {
  const text = present(value);
  return text !== undefined && pattern.test(text) ? text : undefined;
}

/** The letters that every version takes. */
export const typeOf = ({ type }: CodingForm) => fitting(type, /^[ABCDEGILMNRSXYZ]$/);
export const natureOf = ({ nature }: CodingForm) => fitting(nature, /^\d{2}$/);
/** Letters that batches take too. */
export const eventOf = ({ event }: CodingForm) => fitting(event, /^\d{2}[PMF]$/);
export const legalCategoryOf = ({ legalCategory }: CodingForm) => fitting(legalCategory, /^\d{4}$/);
export const permanenceOf = ({ permanence }: CodingForm) => fitting(permanence, /^[PS]$/);
export const otherNatureOf = ({ otherNature }: CodingForm) => present(otherNature);
export const farmingOf = ({ farming }: CodingForm) => present(farming);
/** As it stands: the server makes classes of it. */
export const surfaceOf = ({ surface }: CodingForm) => fitting(surface, /^\d+(?:\.\d+)?$/);

/** The class of a surface in square metres: below 120, 400, 2,500 and above; 1 to 4 are taken for classes. */
export function surfaceClassOf(form: CodingForm): string | undefined {
  const text = surfaceOf(form);
  if (text === undefined || /^[1-4]$/.test(text)) return text;
  const metres = Number(text);
  return String([120, 400, 2500].filter((bound) => metres >= bound).length + 1);
}
