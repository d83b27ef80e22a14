/** The first API of the PyTorch model: as that of 2024, but the number of codes is `top_k`. */
import { leastProbability, wanted, type Dialect } from './dialect.ts';
import { predict202402 } from './predict-2024-02.ts';

const query = { top_k: wanted, prob_min: leastProbability };

export const pytorchV1: Dialect = {
  id: 'pytorch-v1',
  operation: { method: 'get', parameters: ['text_description', 'top_k'] },
  single(form) {
    const { nb_echos_max: _, ...rest } = predict202402.single(form).query;
    return { method: 'GET', path: 'predict', query: { ...rest, ...query } };
  },
  batch: (forms) => ({
    method: 'POST',
    path: 'predict-batch',
    query,
    body: predict202402.batch?.(forms).body,
  }),
};
