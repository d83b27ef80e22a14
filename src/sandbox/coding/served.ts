/** What the dialects ask for codes: a model that is live in the cluster, or one of this process. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CodingModel, Explanation, Prediction } from './model.ts';

/** One thing to code: the text and what else was said of it; undefined: not said. */
export interface Question {
  readonly text: string;
  readonly type?: string | undefined;
  readonly nature?: string | undefined;
  readonly surface?: string | undefined;
  readonly event?: string | undefined;
  /** Legal category. */
  readonly cj?: string | undefined;
}

/** Which model answers: its registered name and version number, and the identifier of what was logged. */
export interface Identity {
  readonly name: string;
  readonly number: string;
  readonly id: string;
}

export interface Predictions {
  /** The identifier of the model that answered. */
  readonly by: string;
  /** By question, the most probable code first. */
  readonly of: readonly (readonly Prediction[])[];
}

export interface ServedModel {
  identity(): Promise<Identity>;
  /** @throws Refusal where what serves the model does not answer */
  ask(questions: readonly Question[], count: number): Promise<Predictions>;
  explain(question: Question, code: string): Promise<Explanation>;
}

/** Texts that are predicted before other servers of this process have their turn. */
const atOnce = 50;

/** A model of this process, which reads the text alone; `model` is called when it is first asked. */
export function servedHere(model: () => CodingModel): ServedModel {
  const identity = () => ({ name: model().name, number: '1', id: model().version });
  return {
    identity: async () => identity(),
    async ask(questions, count) {
      const all: Prediction[][] = [];
      for (const [at, { text }] of questions.entries()) {
        if (at % atOnce === atOnce - 1) await nextTurn();
        all.push(model().predict(text, count));
      }
      return { by: identity().id, of: all };
    },
    explain: async ({ text }, code) => model().explain(text, code),
  };
}
