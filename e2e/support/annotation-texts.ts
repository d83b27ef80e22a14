/** Texts to code: real ones where the data is at hand, else sentences of our own; with what a model said of each. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';

/** A text with its code in NAF rév. 2, with its dot. */
export interface Activity {
  readonly text: string;
  readonly code: string;
}

/** An activity with five codes that a model proposed, best first. */
export interface Proposed extends Activity {
  readonly suggestions: readonly string[];
  readonly probabilities: readonly number[];
}

/** Texts of our own. */
export const ownActivities: readonly Activity[] = [
  { text: 'Coupe et coiffage de cheveux à domicile', code: '96.02A' },
  { text: 'Soins du visage et épilation en institut', code: '96.02B' },
  { text: 'Boulangerie avec fournil et vente de viennoiseries', code: '10.71C' },
  { text: 'Pose de carrelage et de faïence chez les particuliers', code: '43.33Z' },
  { text: 'Taille de haies et entretien de jardins', code: '81.30Z' },
  { text: 'Location de meublés de tourisme à la semaine', code: '55.20Z' },
  { text: 'Création de sites internet pour des commerçants', code: '62.01Z' },
  { text: 'Course de taxi avec chauffeur', code: '49.32Z' },
  { text: 'Crêperie avec service à table', code: '56.10A' },
  { text: 'Camion à pizzas sur les marchés', code: '56.10C' },
  { text: 'Réparation de vélos et de trottinettes', code: '95.29Z' },
  { text: 'Cours de piano donnés chez les élèves', code: '85.52Z' },
];

function table(file: string): Record<string, string>[] {
  const folder = process.env['SARDONYX_DATA'];
  if (folder === undefined) return [];
  const text = readFileSync(path.join(folder, file), 'utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

const key = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const dotted = (code: string) => `${code.slice(0, 2)}.${code.slice(2)}`;

/** Every text once, where all that have it agree on its code. */
function realActivities(): Activity[] {
  const rows = [
    ...table('insee_exemple_liasses_fr.csv').map((row) => [row['text_description'], row['code']] as const),
    ...table('ft_naf2008_mini_training.csv').map((row) => [row['raw_text'], row['code']] as const),
  ];
  const found = new Map<string, Activity & { readonly isSure: boolean }>();
  for (const [text = '', code = ''] of rows) {
    // Each text is on one line, as the screen shows it.
    const one = text.replaceAll(/\s+/g, ' ').trim();
    const known = found.get(key(one));
    if (one !== '' && key(one) !== '' && /^\d{4}[A-Z]$/.test(code))
      found.set(key(one), {
        text: one,
        code: dotted(code),
        isSure: !known || (known.isSure && known.code === dotted(code)),
      });
  }
  return [...found.values()].filter(({ isSure }) => isSure).map(({ text, code }) => ({ text, code }));
}

/** Whether real texts are at hand. */
export const hasRealTexts = process.env['SARDONYX_DATA'] !== undefined;

/**
 * So many different activities, from a place on; fewer where only our own are at hand, which then tell the places apart: no text is in a
 * gold set and in a training set.
 */
export function activities(count: number, from = 0): Activity[] {
  const real = realActivities();
  if (real.length === 0)
    return ownActivities
      .slice(0, count)
      .map(({ text, code }) => ({ text: `${text}, dossier ${from}`, code }));
  // A stride that has no divisor in common with their number spreads them over the nomenclature.
  return Array.from({ length: count }, (_, index) => real[((from + index) * 997) % real.length]).filter(
    (one) => one !== undefined,
  );
}

/** Shares of texts whose code is the first, the second ... of the model's five: its top-k accuracies, in steps (INSEE, one-stop shop). */
const rankShares = [0.8, 0.881, 0.914, 0.93, 0.944];

/** The same activities with five proposals each; ranks of the right code are spread as those of a real model are. */
export function proposed(all: readonly Activity[]): Proposed[] {
  const codes = [...new Set([...all, ...ownActivities].map(({ code }) => code))];
  return all.map((one, index) => {
    const place = (index * 0.618_034) % 1;
    const rank = rankShares.findIndex((share) => place < share);
    const others = codes.filter((code) => code !== one.code);
    const suggestions = Array.from({ length: 5 }, (_, at) => others[(index * 7 + at) % others.length] ?? '');
    if (rank >= 0) suggestions[rank] = one.code;
    return { ...one, suggestions, probabilities: [0.52, 0.21, 0.11, 0.06, 0.03] };
  });
}

/** The activities as a CSV file with a row each: an identifier, the text, variables, and proposals where there are some. */
export function csvOf(all: readonly (Activity | Proposed)[]): string {
  return Papa.unparse(
    all.map((one, index) => ({
      liasse_numero: `L${String(index + 1).padStart(5, '0')}`,
      libelle: one.text,
      evenement_type: index % 3 === 0 ? '05P' : '01P',
      activ_nat_et: '99',
      cj: '1000',
      ...('suggestions' in one &&
        Object.fromEntries(
          one.suggestions.flatMap((code, at) => [
            [`Response.${at + 1}.code`, code.replace('.', '')],
            [`Response.${at + 1}.probabilite`, one.probabilities[at]],
          ]),
        )),
    })),
  );
}
