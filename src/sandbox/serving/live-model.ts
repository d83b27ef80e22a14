/** The registered model that is live: a question goes to a ready pod of the service, which speaks the newest dialect. */
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import type { Explanation, Prediction } from '../coding/model.ts';
import { Refusal } from '../coding/refusal.ts';
import { call, connectToPod, type ServiceAddress } from './pod-request.ts';
import type { Identity, Predictions, Question, ServedModel } from '../coding/served.ts';

export interface LiveModelOptions extends ServiceAddress {
  /** Answers until the registered model is live for the first time. */
  readonly before: ServedModel;
}

/** Questions of one call, so that other servers of this process have their turn. */
const atOnce = 200;
/** More codes than any nomenclature has. */
const everyCode = 10_000;

const echo = z.object({ code: z.string(), probabilite: z.number(), libelle: z.string() });
const answer = z.array(z.object({ MLversion: z.string(), IC: z.number() }).catchall(echo));
const welcome = z.object({ Model_name: z.string(), Model_version: z.string() });

/** Asks a ready pod each time; once the registered model was live, nothing else answers in its place. */
export function liveModel(options: LiveModelOptions): ServedModel {
  const { before } = options;
  let wasLive = false;

  /** The present way to the model; undefined: what answers before it. */
  async function connect(): Promise<Duplex | undefined> {
    const way = await connectToPod(options);
    if (way !== undefined) wasLive = true;
    else if (wasLive) throw new Refusal(503, 'Service Unavailable');
    return way;
  }

  async function identity(): Promise<Identity> {
    const way = await connect();
    if (way === undefined) return before.identity();
    const { Model_name: name, Model_version: number } = welcome.parse(await call(way, 'GET', '/'));
    return { name, number, id: number };
  }

  async function ask(questions: readonly Question[], count: number): Promise<Predictions> {
    const answered: z.infer<typeof answer> = [];
    for (let from = 0; from < Math.max(1, questions.length); from += atOnce) {
      const way = await connect();
      if (way === undefined) return before.ask(questions, count);
      const forms = questions.slice(from, from + atOnce).map(formOf);
      const path = `/predict/?nb_echos_max=${count}&prob_min=-1`;
      answered.push(...answer.parse(await call(way, 'POST', path, { forms })));
    }
    return { by: answered.at(-1)?.MLversion ?? '', of: answered.map(echoesOf) };
  }

  /** Each word says as much for the code as its probability falls without the word. */
  async function explain(question: Question, code: string): Promise<Explanation> {
    if (!wasLive) return before.explain(question, code);
    const { text } = question;
    const words = [...text.matchAll(/\S+/g)];
    const without = words.map(({ 0: word, index }) => text.slice(0, index) + text.slice(index + word.length));
    const { of } = await ask(
      [text, ...without].map((one) => ({ ...question, text: one })),
      everyCode,
    );
    const [whole = 0, ...others] = of.map((all) => all.find((one) => one.code === code)?.probability ?? 0);
    const falls = others.map((probability) => Math.max(0, whole - probability));
    const sum = falls.reduce((one, other) => one + other, 0);
    const shares = falls.map((fall) => (sum > 0 ? fall / sum : 0));
    const letters = Array.from({ length: text.length }, () => 0);
    for (const [place, { 0: word, index }] of words.entries())
      letters.fill((shares[place] ?? 0) / word.length, index, index + word.length);
    return { letters, words: words.map(({ 0: word }, place) => ({ word, share: shares[place] ?? 0 })) };
  }

  return { identity, ask, explain };
}

/** The codes of an answer by their rank. JSON keeps no order that counts, but numbers come in theirs. */
function echoesOf({ MLversion: _id, IC: _index, ...ranks }: z.infer<typeof answer>[number]): Prediction[] {
  return Object.values(ranks).map(({ code, libelle, probabilite }) => ({
    code,
    title: libelle,
    probability: probabilite,
  }));
}

/** What is not said is absent. */
function formOf({ text, type, ...rest }: Question): object {
  return { description_activity: text, type_form: type, ...rest };
}
