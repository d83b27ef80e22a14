/** Version 1.0.0 of November 2024: the text is `description_activity`, with the variables of the new forms. */
import { columnsOf, leastProbability, valuesOf, wanted, type Dialect } from './dialect.ts';
import {
  eventOf,
  farmingOf,
  legalCategoryOf,
  natureOf,
  otherNatureOf,
  permanenceOf,
  surfaceOf,
  typeOf,
} from './served-variables.ts';

const query = { nb_echos_max: wanted, prob_min: leastProbability };
const variables = {
  description_activity: ({ text }: { text: string }) => text,
  other_nature_activity: otherNatureOf,
  precision_act_sec_agricole: farmingOf,
  type_form: typeOf,
  nature: natureOf,
  surface: surfaceOf,
  event: eventOf,
  cj: legalCategoryOf,
  activity_permanence_status: permanenceOf,
};

export const predictV1: Dialect = {
  id: 'predict-v1',
  operation: { method: 'get', parameters: ['description_activity'] },
  single: (form) => ({ method: 'GET', path: 'predict', query: { ...valuesOf(form, variables), ...query } }),
  batch: (forms) => ({ method: 'POST', path: 'predict-batch', query, body: columnsOf(forms, variables) }),
};
