/** What is in a model file, by the reader that predicts with it. */
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { ModelContent } from '../../../../shared/contract/models/pins.ts';
import { createFastText, type FastText } from '../../fasttext/fasttext.ts';
import { fitNomenclature } from './fit-nomenclature.ts';

const losses = {
  softmax: 'softmax',
  'one-versus-all': 'ova',
  'hierarchical-softmax': 'hs',
  'negative-sampling': 'ns',
} as const;

/**
 * Opens the file and closes it again.
 * @param name of the model, for failures
 * @throws Failure of the reader
 */
export async function readContent(
  file: string,
  name: string,
  nomenclatures: () => Promise<readonly Nomenclature[]>,
  signal: AbortSignal,
): Promise<ModelContent> {
  const model = await openNamed(file, name, signal);
  try {
    const { labels, dimension, loss, words, buckets, quantised, pruned } = model.description;
    const nomenclature = fitNomenclature(labels, await nomenclatures());
    return {
      labels: labels.length,
      dimension,
      loss: losses[loss],
      words,
      buckets,
      quantised,
      pruned,
      ...(nomenclature && { nomenclature }),
    };
  } finally {
    await model.close();
  }
}

/** Opens a model whose failures bear the name that the person knows, not that of our copy. @throws Failure */
export async function openNamed(file: string, name: string, signal?: AbortSignal): Promise<FastText> {
  try {
    return await createFastText(file, signal ? { signal } : {});
  } catch (error) {
    throw isFailure(error) ? named(error, name) : error;
  }
}

function named({ data }: Failure, name: string): Failure {
  const { code, message, ...rest } = data;
  const { values } = rest;
  if (typeof values?.['name'] !== 'string') return failure(code, message, rest);
  return failure(code, message.replaceAll(values['name'], name), { ...rest, values: { ...values, name } });
}
