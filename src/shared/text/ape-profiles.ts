/** How INSEE's models of main activities were trained to read a text, by the names of the variables in their training set. */
import type { PreprocessingProfile } from '../contract/models/inference.ts';
import type { FasttextForm } from './fasttext-input.ts';

/** Columns as files name them, and what stands before their values in a line (InseeFrLab/codif-ape-train). */
const variables: Readonly<Record<FasttextForm, readonly (readonly [name: string, prefix: string])[]>> = {
  'sirene-3': [
    ['type_', 'AUTO_'],
    ['nature', 'NAT_SICORE_'],
    ['surface', 'SURF_'],
    ['event', 'EVT_SICORE_'],
  ],
  'sirene-4': [
    ['liasse_type', 'liasse_type_'],
    ['activ_nat_et', 'activ_nat_et_'],
    ['activ_surf_et', 'activ_surf_et_'],
    ['evenement_type', 'evenement_type_'],
    ['cj', 'cj_'],
  ],
};

/** The chain `ape-v1` with the variables of a form; what is missing is the word `NaN`. */
export function apeProfile(form: FasttextForm): PreprocessingProfile {
  return {
    cleaning: { kind: 'ape-v1' },
    variables: variables[form].map(([name, prefix]) => ({ name, prefix, missing: 'NaN' })),
  };
}

/** The form whose columns these are, all of them or some; undefined for others. */
export function formOfColumns(names: readonly string[]): FasttextForm | undefined {
  const forms = Object.keys(variables) as FasttextForm[];
  return forms.find((form) => {
    const own = new Set(variables[form].map(([name]) => name));
    return names.length > 0 && names.every((name) => own.has(name));
  });
}
