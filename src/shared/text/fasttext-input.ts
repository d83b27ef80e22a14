/** What goes into one line for a fastText model: the cleaned text and the variables as they stand in the file. */
export interface FasttextVariables {
  /** The answer of `cleanText`; may be empty. */
  readonly cleanText: string;
  readonly type?: string | number | null | undefined;
  readonly nature?: string | number | null | undefined;
  readonly surface?: string | number | null | undefined;
  readonly event?: string | number | null | undefined;
  /** Legal category; only the names of Sirene 4 have it. */
  readonly legalCategory?: string | number | null | undefined;
}

/** Under which names the variables were in the training set: those of Sirene 3 or of Sirene 4. */
export type FasttextForm = 'sirene-3' | 'sirene-4';

type Variable = Exclude<keyof FasttextVariables, 'cleanText'>;

const names: Readonly<Record<FasttextForm, readonly (readonly [Variable, string])[]>> = {
  'sirene-3': [
    ['type', 'AUTO'],
    ['nature', 'NAT_SICORE'],
    ['surface', 'SURF'],
    ['event', 'EVT_SICORE'],
  ],
  'sirene-4': [
    ['type', 'liasse_type'],
    ['nature', 'activ_nat_et'],
    ['surface', 'activ_surf_et'],
    ['event', 'evenement_type'],
    ['legalCategory', 'cj'],
  ],
};

const missing = new Set(['', 'null', 'na', 'nan', 'none']);

/**
 * A variable as models learnt it: a whole number has no `.0`, also where a column of floats was turned into text; undefined for what
 * is missing.
 */
export function variableWord(value: string | number | null | undefined): string | undefined {
  const text = String(value ?? '').trim();
  return missing.has(text.toLowerCase()) ? undefined : text.replace(/^(\d+)\.0+$/, '$1');
}

/**
 * The line that a fastText model of INSEE reads: `<clean text> AUTO_X NAT_SICORE_NaN SURF_NaN EVT_SICORE_01P`, or with
 * the names of Sirene 4 `<clean text> liasse_type_X activ_nat_et_99 activ_surf_et_1 evenement_type_01P cj_5499`. What is
 * missing (empty, `null`, `NA`, `NaN`, `None` in any case) is the word `NaN`. The order and the names count: the model
 * learnt them. Source: InseeFrLab/codif-ape-train and codif-ape-API.
 */
export function fasttextInput(variables: FasttextVariables, form: FasttextForm = 'sirene-3'): string {
  const words = names[form].map(
    ([variable, name]) => `${name}_${variableWord(variables[variable]) ?? 'NaN'}`,
  );
  return [variables.cleanText, ...words].filter((part) => part !== '').join(' ');
}
