/** Variables by the names of the existing Parquet files, as the coding API takes them. Pure. */
import type { CodingForm } from '../../platform/coding-api/coding-form.ts';

/** A text with its variables. */
export interface Question {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
}

const names: Readonly<Record<Exclude<keyof CodingForm, 'text'>, string>> = {
  type: 'type_',
  nature: 'nature',
  surface: 'surface',
  event: 'event',
  legalCategory: 'cj',
  permanence: 'permanence',
  otherNature: 'other_nature_text',
  farming: 'precision_act_sec_agricole',
};

/** The question in none of the dialects; variables that no dialect knows are left out. */
export function codingFormOf({ text, variables }: Question): CodingForm {
  const known = Object.entries(names).map(([variable, name]) => [variable, variables[name]]);
  return { text, ...Object.fromEntries(known) };
}
