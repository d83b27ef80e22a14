/** The coding API from 2023 to 2024: one text by GET, batches as columns. Source: InseeFrLab/codif-ape-API, `app/main.py`. */
import { neededTexts, readColumns, type Columns } from './columns.ts';
import { welcome, type Call, type Dialect, type Endpoint } from './dialect.ts';
import { answersOf, dotless, echoesOf, ranked, type Wanted } from './echoes.ts';
import { counts, texts, type Query } from './parameters.ts';
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

/** Asks for one text. */
function predict(names: Names, checked: boolean): Endpoint {
  const { text, more = [], variables, count } = names;
  return {
    method: 'GET',
    path: '/predict',
    parameters: [...texts(text, ...more, ...variables.map(([name]) => name)), ...counts(count)],
    answer({ model, query }) {
      if (checked) checkVariables(variables, (name) => [query.text(name)]);
      const whole = [text, ...more].flatMap((name) => query.text(name) ?? []).join(' ');
      return echoesOf(ranked(model, whole, wantedOf(query, count)));
    },
  };
}

/** The texts of a batch, with what else of it the model reads. @throws Refusal */
function batchTexts(columns: Columns, { text, more = [], variables }: Names): string[] {
  const needed = neededTexts(columns, text);
  checkVariables(variables, (name) => columns.get(name) ?? []);
  return needed.map((first, line) =>
    [first, ...more.flatMap((name) => columns.get(name)?.[line] ?? [])].join(' '),
  );
}

function predictBatch(names: Names): Endpoint {
  const { text, more = [], variables, count } = names;
  const body = [text, ...more, ...variables.map(([name]) => name)];
  return {
    method: 'POST',
    path: '/predict-batch',
    parameters: counts(count),
    body,
    answer({ model, query, body: given }) {
      const all = batchTexts(readColumns(given, body), names);
      return answersOf(all, (one) => echoesOf(ranked(model, one, wantedOf(query, count))));
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
    async answer({ model, body: given }: Call) {
      const columns = readColumns(given, body);
      const codes = columns.get('code') ?? [];
      const all = await answersOf(batchTexts(columns, names), (text) => model.predict(text, 2));
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
      answer({ model, query }) {
        const text = query.text('text_description') ?? '';
        return echoesOf(ranked(model, text, wantedOf(query, 'top_k')), ({ code }) => {
          const { letters, words } = model.explain(text, code);
          return { letter_attr: letters, word_attr: words.map(({ share }) => share) };
        });
      },
    },
  ],
};
