/** What the sample model learns from, and what it is measured on. */
import codes from '@socialgouv/codes-naf';
import { activities } from '../../samples/activities.ts';
import { writtenRequests } from '../../samples/requests.ts';
import { days } from '../../samples/samples.ts';

/** A text with its variables, as the coding API names them, and the code without its dot. */
export interface Example {
  readonly text: string;
  readonly type_?: string;
  readonly nature?: string | undefined;
  readonly surface?: string | undefined;
  readonly event?: string;
  readonly code: string;
}

const requestsADay = 400;
/** The last days are for measuring alone. */
const heldDays = 2;

const dotless = (code: string): string => code.replace('.', '');

function ofDay(day: string): Example[] {
  return writtenRequests(day, requestsADay).flatMap(({ text, type, nature, surface, event, meant }) =>
    meant === undefined ? [] : [{ text, type_: type, nature, surface, event, code: dotless(meant) }],
  );
}

/** Requests of the first days, all activities, and the titles of the 732 sub-classes; none of the texts held out is among them. */
export function sampleExamples(): { readonly examples: Example[]; readonly held: Example[] } {
  const requests = days.map(ofDay);
  const learnt: Example[] = [
    ...requests.slice(0, -heldDays).flat(),
    ...activities.map(({ text, code }) => ({ text, code: dotless(code) })),
    ...codes
      .filter(({ id }) => /^\d{2}\.\d{2}[A-Z]$/.test(id))
      .map(({ id, label }) => ({ text: label.replaceAll(/\s+/g, ' ').trim(), code: dotless(id) })),
  ];
  const known = new Set(learnt.map(({ text }) => text.toLowerCase()));
  const held = requests
    .slice(-heldDays)
    .flat()
    .filter(({ text }) => !known.has(text.toLowerCase()));
  return { examples: learnt, held };
}
