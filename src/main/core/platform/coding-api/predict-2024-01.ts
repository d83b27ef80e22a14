/** The fastText API until 31 January 2024: the text is `text_feature`, one text a request. */
import { leastProbability, valuesOf, wanted, type Dialect } from './dialect.ts';
import { eventOf, natureOf, surfaceClassOf, typeOf } from './served-variables.ts';

const variables = { type_liasse: typeOf, nature: natureOf, surface: surfaceClassOf, event: eventOf };

export const predict202401: Dialect = {
  id: 'predict-2024-01',
  operation: { method: 'get', parameters: ['text_feature'] },
  single: (form) => ({
    method: 'GET',
    path: 'predict',
    query: {
      text_feature: form.text,
      ...valuesOf(form, variables),
      nb_echos_max: wanted,
      prob_min: leastProbability,
    },
  }),
};
