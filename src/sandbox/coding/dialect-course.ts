/** The coding API of the MLOps training course: only the text, other spellings, no index. Source: InseeFrLab/formation-mlops, `app/main.py`. */
import type { Dialect } from './dialect.ts';
import { dotless, rankedAnswers } from './echoes.ts';
import { counts, texts } from './parameters.ts';

export const formation: Dialect = {
  id: 'formation',
  title: 'APE classifier',
  version: '0.0.1',
  welcome: ({ name, number }) => ({ message: 'APE classifier', model_name: name, model_version: number }),
  endpoints: [
    {
      method: 'GET',
      path: '/predict',
      parameters: [...texts('description'), ...counts('nb_echoes_max')],
      async answer(call) {
        const { query } = call;
        const wanted = { count: query.number('nb_echoes_max'), least: query.number('prob_min') };
        const { all } = await rankedAnswers(call, [{ text: query.text('description') ?? '' }], wanted);
        const numbered = (all[0]?.shown ?? []).map(({ code, probability }, at): [number, object] => [
          at + 1,
          { nace: dotless(code), probability },
        ]);
        return Object.fromEntries(numbered);
      },
    },
  ],
};
