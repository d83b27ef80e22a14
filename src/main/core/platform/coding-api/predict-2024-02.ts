/** The fastText API from February to October 2024: the text is `text_description`; batches are columns. */
import { columnsOf, leastProbability, valuesOf, wanted, type Dialect } from './dialect.ts';
import { eventOf, natureOf, surfaceClassOf, typeOf } from './served-variables.ts';

const query = { nb_echos_max: wanted, prob_min: leastProbability };
const variables = { nature: natureOf, surface: surfaceClassOf, event: eventOf };

export const predict202402: Dialect = {
  id: 'predict-2024-02',
  operation: { method: 'get', parameters: ['text_description', 'nb_echos_max'] },
  single: (form) => ({
    method: 'GET',
    path: 'predict',
    query: { text_description: form.text, type_liasse: typeOf(form), ...valuesOf(form, variables), ...query },
  }),
  batch: (forms) => ({
    method: 'POST',
    path: 'predict-batch',
    query,
    body: columnsOf(forms, { text_description: ({ text }) => text, type_: typeOf, ...variables }),
  }),
};
