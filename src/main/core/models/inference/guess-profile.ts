/** How a model wants its texts, from what came with it. Pure. */
import { PreprocessingProfile } from '../../../../shared/contract/models/inference.ts';
import { apeProfile, formOfColumns } from '../../../../shared/text/ape-profiles.ts';
import type { FasttextForm } from '../../../../shared/text/fasttext-input.ts';
import { yamlOf } from '../pins/flavours.ts';
import { exampleRows } from './examples.ts';

export interface GuessedProfile {
  readonly profile: PreprocessingProfile;
  readonly from: 'model' | 'guessed';
  /** Path of the file that says so; `vocabulary`: words that the model learnt; `nothing`. */
  readonly why: string;
}

/** Words of which a model knows some where it was trained with the variables of a form: the value "missing" of each. */
const formWords: Readonly<Record<FasttextForm, readonly string[]>> = {
  'sirene-3': ['AUTO_NaN', 'NAT_SICORE_NaN', 'SURF_NaN', 'EVT_SICORE_NaN', 'AUTO_X', 'EVT_SICORE_01P'],
  'sirene-4': ['liasse_type_NaN', 'activ_nat_et_NaN', 'activ_surf_et_NaN', 'evenement_type_01P', 'cj_NaN'],
};
/** Whose presence in the model is asked for. */
export const tellingWords: readonly string[] = Object.values(formWords).flat();
/** One may be a word by chance. */
const fewestWords = 2;

/**
 * In this order: its own `preprocessing.json`, a `preprocessing` of that shape in a YAML file of its (trainings that this app started), the features that a YAML file of its lists (`config.yaml` of the trainings of INSEE), the
 * words that it learnt, the columns of its example.
 */
export function guessProfile(texts: ReadonlyMap<string, string>, known: ReadonlySet<string>): GuessedProfile {
  return (
    fromOwnFile(texts) ??
    fromOwnSetting(texts) ??
    fromFeatures(texts) ??
    fromWords(known) ??
    fromExample(texts) ??
    nothing
  );
}

const nothing: GuessedProfile = {
  profile: { cleaning: { kind: 'none' }, variables: [] },
  from: 'guessed',
  why: 'nothing',
};

function fromOwnFile(texts: ReadonlyMap<string, string>): GuessedProfile | undefined {
  for (const [path, text] of texts) {
    if (!/(^|\/)preprocessing\.json$/.test(path)) continue;
    const { data } = PreprocessingProfile.safeParse(jsonOf(text));
    if (data) return { profile: data, from: 'model', why: path };
  }
  return undefined;
}

/** YAML files that say something of the model, not of the programs that it needs. */
const settingsIn = (texts: ReadonlyMap<string, string>) =>
  [...texts]
    .filter(([path]) => /\.ya?ml$/.test(path) && !/(conda|python_env)\.ya?ml$/.test(path))
    .map(([path, text]) => [path, yamlOf(text) ?? {}] as const);

function fromOwnSetting(texts: ReadonlyMap<string, string>): GuessedProfile | undefined {
  for (const [path, settings] of settingsIn(texts)) {
    const { data } = PreprocessingProfile.safeParse(settings['preprocessing']);
    if (data) return { profile: data, from: 'model', why: path };
  }
  return undefined;
}

function fromFeatures(texts: ReadonlyMap<string, string>): GuessedProfile | undefined {
  for (const [path, settings] of settingsIn(texts)) {
    const features = featuresIn(settings);
    if (features) return { profile: profileOf(features), from: 'model', why: path };
  }
  return undefined;
}

/** `categorical_features: [...]`, or `categorical_features_1: ...` for each; below the first level too. */
function featuresIn(settings: Readonly<Record<string, unknown>>): string[] | undefined {
  const list = settings['categorical_features'];
  if (Array.isArray(list)) return list.filter((one) => typeof one === 'string');
  const numbered = Object.entries(settings).filter(([name]) => /^categorical_features?_\d+$/.test(name));
  if (numbered.length > 0)
    return numbered.map(([, value]) => value).filter((value) => typeof value === 'string');
  for (const value of Object.values(settings)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const found = featuresIn(value as Record<string, unknown>);
    if (found) return found;
  }
  return undefined;
}

function fromWords(known: ReadonlySet<string>): GuessedProfile | undefined {
  for (const [form, words] of Object.entries(formWords) as [FasttextForm, readonly string[]][])
    if (words.filter((word) => known.has(word)).length >= fewestWords)
      return { profile: apeProfile(form), from: 'guessed', why: 'vocabulary' };
  return undefined;
}

function fromExample(texts: ReadonlyMap<string, string>): GuessedProfile | undefined {
  for (const [path, text] of texts) {
    const [row] = /(^|\/)input_example\.json$/.test(path) ? exampleRows(text) : [];
    if (row) return { profile: profileOf(Object.keys(row.variables)), from: 'guessed', why: path };
  }
  return undefined;
}

/** The columns of a form of INSEE mean its whole chain; others are written as `{name}_{value}`. */
function profileOf(features: readonly string[]): PreprocessingProfile {
  const form = formOfColumns(features);
  if (!form) {
    const variables = features.map((name) => ({ name, prefix: `${name}_`, missing: 'NaN' }));
    return { cleaning: { kind: features.length > 0 ? 'ape-v1' : 'none' }, variables };
  }
  const whole = apeProfile(form);
  const variables = features.flatMap((name) => whole.variables.find((one) => one.name === name) ?? []);
  return { ...whole, variables };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
