/** The API since May 2025: a list of forms is posted, a list of answers comes back. */
import type { CodingForm } from './coding-form.ts';
import { leastProbability, wanted, type CodingRequest, type Dialect } from './dialect.ts';
import {
  farmingOf,
  legalCategoryOf,
  natureOf,
  otherNatureOf,
  permanenceOf,
  surfaceOf,
  typeOf,
} from './served-variables.ts';

/** Texts that the server takes into one run of its model. */
const mostAtOnce = 256;

const request = (forms: readonly CodingForm[]): CodingRequest => ({
  method: 'POST',
  path: 'predict/',
  query: {
    nb_echos_max: wanted,
    prob_min: leastProbability,
    num_workers: '0',
    batch_size: String(Math.min(forms.length, mostAtOnce)),
  },
  body: {
    forms: forms.map((form) => ({
      description_activity: form.text,
      other_nature_activity: otherNatureOf(form) ?? null,
      precision_act_sec_agricole: farmingOf(form) ?? null,
      type_form: typeOf(form) ?? null,
      nature: natureOf(form) ?? null,
      surface: surfaceOf(form) ?? null,
      cj: legalCategoryOf(form) ?? null,
      activity_permanence_status: permanenceOf(form) ?? null,
    })),
  },
});

export const forms2025: Dialect = {
  id: 'forms-2025',
  operation: { method: 'post', parameters: [] },
  single: (form) => request([form]),
  batch: request,
};
