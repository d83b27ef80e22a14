/** Requests as people sent them to the coding service, with what its model answered. */
import { sampleModel } from '../coding/sample-model.ts';
import type { Prediction } from '../coding/model.ts';
import { activities } from './activities.ts';
import { seededRandom } from './random.ts';

export interface CodingRequest {
  readonly id: string;
  readonly at: Date;
  readonly text: string;
  /** Kind of the declaration, its nature, class of the surface and event; undefined: not said. */
  readonly type: string;
  readonly nature: string | undefined;
  readonly surface: string | undefined;
  readonly event: string;
  /** The five most probable codes; the service showed those above `leastShown`. */
  readonly predictions: readonly Prediction[];
}

/** Unless told otherwise, the service holds back what is not more probable. */
const leastShown = 0.01;

/** The codes that the service showed. */
export function shownOf({ predictions }: Pick<CodingRequest, 'predictions'>): Prediction[] {
  return predictions.filter(({ probability }) => probability > leastShown);
}

/** The confidence index: p1 - p2, whatever was shown. */
export function indexOf({ predictions: [first, second] }: Pick<CodingRequest, 'predictions'>): number {
  return (first?.probability ?? 0) - (second?.probability ?? 0);
}

/** What many write word by word; most say too little. The more often it is here, the more often it comes. */
const usualTexts = [
  ...Array.from({ length: 9 }, () => 'CONSEIL AUX ENTREPRISES'),
  ...Array.from({ length: 4 }, () => 'LIVREUR A VELO'),
  ...['PRESTATIONS DE SERVICES', 'PRESTATIONS DE SERVICES', 'LOCATION MEUBLEE', 'LOCATION MEUBLEE'],
  ...['VENTE EN LIGNE', 'COMMERCE', 'NETTOYAGE', 'RESTAURATION', 'IMPORT EXPORT', 'BTP', 'CONSULTING'],
];
const usualShare = 0.18;

/** A request before it is answered, with the code of the activity that its writer had in mind; undefined where the text says too little. */
export interface WrittenRequest extends Omit<CodingRequest, 'predictions'> {
  readonly meant: string | undefined;
}

/** Requests of a day as people wrote them, the same each time. @param day `2026-11-14` */
export function writtenRequests(day: string, count: number): WrittenRequest[] {
  const random = seededRandom(Number(day.replaceAll('-', '')) + 1);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const start = Date.parse(`${day}T06:00:00Z`);
  return Array.from({ length: count }, (_, index) => {
    const { text, meant } =
      random() < usualShare ? { text: pick(usualTexts), meant: undefined } : written(random, pick);
    return {
      id: `R${day.replaceAll('-', '')}-${String(index + 1).padStart(4, '0')}`,
      at: new Date(start + Math.floor((index / count) * 50_400_000 + random() * 1_000)),
      text,
      meant,
      type: pick(['C', 'C', 'C', 'M', 'X', 'X', 'A', 'I', 'G']),
      nature: random() < 0.4 ? pick(['99', '99', '05', '08', '14']) : undefined,
      surface: random() < 0.15 ? pick(['1', '1', '1', '2', '3', '4']) : undefined,
      event: pick(['01P', '01P', '01P', '05P', '01M']),
    };
  });
}

/** Requests of a day that were answered, the same each time. @param day `2026-11-14`; the others of `count` knew no code */
export function requestsOf(day: string, count: number): CodingRequest[] {
  return writtenRequests(day, count)
    .map(({ meant: _meant, ...request }) => ({ ...request, predictions: answered(request.text) }))
    .filter((request) => shownOf(request).length > 0);
}

const known = new Map<string, readonly Prediction[]>();

/** Many write the same: each text is asked for once. */
function answered(text: string): readonly Prediction[] {
  const found = known.get(text) ?? sampleModel().predict(text, 5);
  known.set(text, found);
  return found;
}

/** An activity as somebody words it: whole, shortened, mistyped, or together with another one; a third of them in capitals. */
function written(
  random: () => number,
  pick: <T>(list: readonly T[]) => T,
): { readonly text: string; readonly meant: string } {
  const { text, code } = pick(activities);
  const kind = random();
  const worded =
    kind < 0.25
      ? text
      : kind < 0.6
        ? shortened(text, random)
        : kind < 0.72
          ? mistyped(shortened(text, random), random)
          : `${shortened(text, random)}, ${shortened(pick(activities).text, random)}`;
  const capital = random() < 0.35;
  return {
    text: capital ? worded.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase() : worded,
    meant: code,
  };
}

/** Words that end nothing. */
const joining = /^(?:de|des|du|et|en|à|au|aux|la|le|les|l|d|un|une|par|pour|avec|sans|sur|chez|ou|dans)$/i;

/** Some of its words, mostly the first ones. */
function shortened(text: string, random: () => number): string {
  const words = text.split(/[ ,]+/);
  const from = random() < 0.7 ? 0 : Math.floor(random() * Math.max(1, words.length - 2));
  const some = words.slice(from, from + 2 + Math.floor(random() * 3));
  while (joining.test(some.at(-1) ?? '')) some.pop();
  while (joining.test(some[0] ?? '')) some.shift();
  const short = some.join(' ');
  return short.length > 4 ? short : text;
}

/** Two letters have changed places. */
function mistyped(text: string, random: () => number): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 3));
  return `${text.slice(0, at)}${text[at + 1] ?? ''}${text[at] ?? ''}${text.slice(at + 2)}`;
}
