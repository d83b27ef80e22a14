/** All items of a gold set asked of both models, batch by batch. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import { pause } from '../../platform/kubernetes/backoff.ts';
import type { AnsweringModel, ModelReply } from '../asking/answering.ts';
import type { Question } from '../asking/coding-form.ts';

/** Items asked at once, and how often a busy server is asked again. */
const batchSize = 200;
const attempts = 4;
const longestPause = 30;

export type Replies = readonly (ModelReply | undefined)[];

/** A text that is refused has no reply. @throws Failure of the model as a whole */
async function ask(
  model: AnsweringModel,
  questions: readonly Question[],
  signal: AbortSignal,
): Promise<Replies> {
  for (let left = attempts - 1; ; left -= 1) {
    try {
      const replies = await model.ask(questions, signal);
      return replies.map((one) => (isFailure(one) ? undefined : one));
    } catch (error) {
      if (!isFailure(error) || error.code !== 'busy' || left === 0 || signal.aborted) throw error;
      await pause(Math.min(longestPause, error.data.retryAfter ?? 1) * 1_000, signal);
    }
  }
}

/** Each batch as it comes, both models at the same time. @throws Failure, `cancelled` with the signal */
export async function* askedTwice(
  models: { readonly a: AnsweringModel; readonly b: AnsweringModel },
  questions: readonly Question[],
  signal: AbortSignal,
): AsyncGenerator<{ readonly a: Replies; readonly b: Replies }, void, undefined> {
  for (let from = 0; from < questions.length; from += batchSize) {
    const batch = questions.slice(from, from + batchSize);
    const [a, b] = await Promise.all([ask(models.a, batch, signal), ask(models.b, batch, signal)]);
    yield { a, b };
  }
}
