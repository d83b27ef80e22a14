/** The coding API from 2023 to 2024: one text by GET, batches as columns. Source: InseeFrLab/codif-ape-API, `app/main.py`. */
import { neededTexts, readColumns, type Columns } from './columns.ts';
import { welcome, type Dialect, type Endpoint } from './dialect.ts';
import { dotless, echoesOf, rankedAnswers, type Wanted } from './echoes.ts';
import { counts, texts, type Query } from './parameters.ts';
import type { Question } from './served.ts';
import { checkVariables, type Variables } from './variables.ts';

/** A dialect's variables: the first is the text, the next of `more` are texts that the model reads, too. */
interface Names {
  readonly text: string;
  readonly more?: readonly string[];
  readonly variables: Variables;
  /** What `nb_echos_max` is called. */
  readonly count: string;
}

const fastText: Variables = [
  ['nature', 'nature'],
  ['surface', 'surface'],
  ['event', 'event'],
];
const single: Variables = [['type_liasse', 'type'], ...fastText];
const batch: Variables = [['type_', 'type'], ...fastText];
const forms2024: Variables = [
  ['type_form', 'type'],
  ['nature', 'nature'],
  ['surface', 'metres'],
  ['event', 'event'],
  ['cj', 'legalCategory'],
  ['activity_permanence_status', 'permanence'],
];
const moreTexts = ['other_nature_activity', 'precision_act_sec_agricole'];

const wantedOf = (query: Query, count: string): Wanted => ({
  count: query.number(count),
  least: query.number('prob_min'),
});

/** What is asked, by the names of the dialect. */
function questionOf({ text, more = [] }: Names, valueOf: (name: string) => string | undefined): Question {
  return {
    text: [text, ...more].flatMap((name) => valueOf(name) ?? []).join(' '),
    type: valueOf('type_liasse') ?? valueOf('type_') ?? valueOf('type_form'),
    nature: valueOf('nature'),
    surface: valueOf('surface'),
    event: valueOf('event'),
    cj: valueOf('cj'),
  };
}

/** Asks for one text. */
function predict(names: Names, checked: boolean): Endpoint {
  const { text, more = [], variables, count } = names;
  return {
    method: 'GET',
    path: '/predict',
    parameters: [...texts(text, ...more, ...variables.map(([name]) => name)), ...counts(count)],
    async answer(call) {
      const { query } = call;
      if (checked) checkVariables(variables, (name) => [query.text(name)]);
      const question = questionOf(names, (name) => query.text(name));
      const { all } = await rankedAnswers(call, [question], wantedOf(query, count));
      return all.map((one) => echoesOf(one))[0];
    },
  };
}

/** What a batch asks, line by line. @throws Refusal */
function batchQuestions(columns: Columns, names: Names): Question[] {
  const needed = neededTexts(columns, names.text);
  checkVariables(names.variables, (name) => columns.get(name) ?? []);
  return needed.map((_, line) => questionOf(names, (name) => columns.get(name)?.[line]));
}

function predictBatch(names: Names): Endpoint {
  const { text, more = [], variables, count } = names;
  const body = [text, ...more, ...variables.map(([name]) => name)];
  return {
    method: 'POST',
    path: '/predict-batch',
    parameters: counts(count),
    body,
    async answer(call) {
      const questions = batchQuestions(readColumns(call.body, body), names);
      const { all } = await rankedAnswers(call, questions, wantedOf(call.query, count));
      return all.map((one) => echoesOf(one));
    },
  };
}

/** Holds predictions against codes: columns of values by line, as `DataFrame.to_dict()` gives them. */
function evaluation(names: Names): Endpoint {
  const body = [names.text, ...names.variables.map(([name]) => name), 'code'];
  return {
    method: 'POST',
    path: '/evaluation',
    parameters: [],
    body,
    async answer({ model, body: given }) {
      const columns = readColumns(given, body);
      const codes = columns.get('code') ?? [];
      const { of: all } = await model.ask(batchQuestions(columns, names), 2);
      const column = (valueOf: (line: number) => unknown) =>
        Object.fromEntries(all.map((_, line) => [line, valueOf(line)]));
      const prediction = (line: number) => dotless(all[line]?.[0]?.code ?? '');
      const probability = (line: number, rank: number) => all[line]?.[rank]?.probability ?? 0;
      return {
        Probability: column((line) => probability(line, 0)),
        IC: column((line) => probability(line, 0) - probability(line, 1)),
        Prediction: column(prediction),
        Code: column((line) => codes[line] ?? null),
        Result: column((line) => prediction(line) === codes[line]),
        Lib: column((line) => all[line]?.[0]?.title),
      };
    },
  };
}

const title = 'Prédiction code APE';
const v0 = { count: 'nb_echos_max', text: 'text_description' };

/** fastText, until 31 January 2024. */
export const predict202401: Dialect = {
  id: 'predict-2024-01',
  title,
  version: '0.0.17',
  welcome,
  endpoints: [predict({ ...v0, text: 'text_feature', variables: single }, true)],
};

/** fastText, until October 2024. */
export const predict202402: Dialect = {
  id: 'predict-2024-02',
  title,
  version: '0.0.20',
  welcome,
  endpoints: [
    predict({ ...v0, variables: single }, true),
    predictBatch({ ...v0, variables: batch }),
    evaluation({ ...v0, variables: batch }),
  ],
};

const v1: Names = {
  count: 'nb_echos_max',
  text: 'description_activity',
  more: moreTexts,
  variables: forms2024,
};

/** Version 1.0.0 of 4 November 2024: the variables of the new forms. */
export const predictV1: Dialect = {
  id: 'predict-v1',
  title,
  version: '1.0.0',
  welcome,
  endpoints: [predict(v1, true), predictBatch(v1)],
};

const torch = { count: 'top_k', text: 'text_description' };
const unchecked = (variables: Variables): Variables => variables.map(([name]) => [name]);

/** The first API of the PyTorch model: it says why, and checks nothing. */
export const pytorchV1: Dialect = {
  id: 'pytorch-v1',
  title: 'Prédiction code APE avec fastText Pytorch',
  version: '0.0.1',
  welcome,
  endpoints: [
    predict({ ...torch, variables: single }, false),
    predictBatch({ ...torch, variables: unchecked(batch) }),
    {
      method: 'GET',
      path: '/predict-and-explain',
      parameters: [...texts('text_description', ...single.map(([name]) => name)), ...counts('top_k', 3)],
      async answer(call) {
        const { model, query } = call;
        const question = questionOf({ ...torch, variables: single }, (name) => query.text(name));
        const { all } = await rankedAnswers(call, [question], wantedOf(query, 'top_k'));
        const [best] = all;
        if (!best) return {};
        const why = await Promise.all(best.shown.map(({ code }) => model.explain(question, code)));
        return echoesOf(
          best,
          why.map(({ letters, words }) => ({
            letter_attr: letters,
            word_attr: words.map(({ share }) => share),
          })),
        );
      },
    },
  ],
};
