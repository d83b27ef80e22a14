/** The API of the MLOps training course: British spelling, and only the text. */
import { wanted, type Dialect } from './dialect.ts';

export const formation: Dialect = {
  id: 'formation',
  operation: { method: 'get', parameters: ['description'] },
  single: ({ text }) => ({
    method: 'GET',
    path: 'predict',
    query: { description: text, nb_echoes_max: wanted },
  }),
};
