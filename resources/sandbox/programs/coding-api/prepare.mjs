// What a model is given of a form: the text cleaned as for its training, and the variables that it learnt, by its `config.yaml`.
import { newStemmer } from 'snowball-stemmers';

const stopWords = new Set(
  `au aux avec ce ces dans de des du elle en et eux il ils je la le les leur lui ma mais me meme mes moi mon ne nos notre nous on
  ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous suis es est sommes etes sont serai seras
  sera serons serez seront serais serait serions seriez seraient etais etait etions etiez etaient fus fut furent sois soit soyons
  soyez soient fusse fusses fussions fussiez fussent ayant ayante ayantes ayants eu eue eues eus ai as avons avez ont aurai auras
  aura aurons aurez auront aurais aurait aurions auriez auraient avais avait avions aviez avaient eut eurent aie aies ait ayons ayez
  aient eusse eusses eussions eussiez eussent`.split(/\s+/),
);

/** The preprocessing of the fastText models of INSEE (InseeFrLab/codif-ape-train, `clean_lib`), as steps. */
const apeV1 = [
  { kind: 'unaccent' },
  { kind: 'lower' },
  {
    kind: 'replace',
    pattern: '\\b(?:voir ci dessous|activite principale|sans activite|cf k bis|neant|idem)\\b',
    by: ' ',
  },
  { kind: 'replace', pattern: 'e-', by: 'e' },
  { kind: 'replace', pattern: '\\be\\s', by: ' e' },
  { kind: 'replace', pattern: '[^\\w\\s]', by: ' ' },
  {
    kind: 'replace',
    pattern:
      '\\b(?:code|cadre|ape|ape[a-z]|naf|inchangee|kbis|np|nc|idem|xx|xxx|aa|aaa|mo|iem|ci dessus|et)\\b',
    by: '',
  },
  { kind: 'replace', pattern: '[\\d+]', by: ' ' },
  { kind: 'drop-short', below: 2 },
  { kind: 'unique-words' },
  { kind: 'drop-french-stop-words' },
  { kind: 'stem-french' },
];

const stemmer = newStemmer('french');
const byWord = (text, change) => change(text.split(/\s+/).filter(Boolean)).join(' ');

const steps = {
  unaccent: (text) =>
    text
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/œ/g, 'oe')
      .replaceAll(/Œ/g, 'OE')
      .replaceAll(/æ/g, 'ae')
      .replaceAll(/Æ/g, 'AE')
      .replaceAll(/[’‘]/g, "'")
      .replaceAll(/[‐-―]/g, '-'),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  replace: (text, { pattern, by }) => text.replaceAll(new RegExp(pattern, 'gu'), by),
  'drop-short': (text, { below }) => byWord(text, (words) => words.filter((word) => word.length >= below)),
  'drop-words': (text, { words: dropped }) =>
    byWord(text, (words) => words.filter((word) => !dropped.includes(word))),
  'drop-french-stop-words': (text) => byWord(text, (words) => words.filter((word) => !stopWords.has(word))),
  'stem-french': (text) => byWord(text, (words) => words.map((word) => stemmer.stem(word))),
  'unique-words': (text) => byWord(text, (words) => [...new Set(words)]),
  'collapse-spaces': (text) => byWord(text, (words) => words),
};

/** How a form names the variables that a model knows by other names. */
const fields = {
  type: 'type_form',
  type_: 'type_form',
  type_liasse: 'type_form',
  liasse_type: 'type_form',
  activ_nat_et: 'nature',
  activ_surf_et: 'surface',
  evenement_type: 'event',
};

/** The setting `preprocessing` of a `config.yaml`: a name, or a profile as JSON (which YAML contains) on one line. */
export function readProfile(settings) {
  const value = /^preprocessing:\s*(.+)$/m.exec(settings)?.[1]?.trim() ?? 'none';
  if (!value.startsWith('{')) return { cleaning: { kind: value.replaceAll(/['"]/g, '') }, variables: [] };
  const { cleaning = { kind: 'none' }, variables = [] } = JSON.parse(value);
  return { cleaning, variables };
}

function stepsOf({ kind, steps: own = [] }) {
  if (kind === 'none') return [];
  if (kind === 'ape-v1') return apeV1;
  if (kind === 'rules') return own;
  throw new Error(`The model wants the preprocessing "${kind}", which this program does not know.`);
}

/** The line for the model. */
export function prepare(form, { cleaning, variables }) {
  // A line feed would end the line.
  const clean = stepsOf(cleaning).reduce(
    (text, step) => steps[step.kind](text, step),
    form.text.replaceAll(/\s+/g, ' '),
  );
  const words = variables.flatMap(({ name, prefix, missing }) => {
    const value = form[name] ?? form[fields[name]] ?? missing;
    return value === undefined || value === null ? [] : [`${prefix}${value}`];
  });
  return [clean, ...words].filter((part) => part !== '').join(' ');
}
