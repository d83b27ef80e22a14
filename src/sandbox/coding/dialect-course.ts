/** The coding API of the MLOps training course: only the text, other spellings, no index. Source: InseeFrLab/formation-mlops, `app/main.py`. */
import type { Dialect } from './dialect.ts';
import { dotless, ranked } from './echoes.ts';
import { counts, texts } from './parameters.ts';

export const formation: Dialect = {
  id: 'formation',
  title: 'APE classifier',
  version: '0.0.1',
  welcome: (model, version) => ({
    message: 'APE classifier',
    model_name: model.name,
    model_version: version,
  }),
  endpoints: [
    {
      method: 'GET',
      path: '/predict',
      parameters: [...texts('description'), ...counts('nb_echoes_max')],
      answer({ model, query }) {
        const wanted = { count: query.number('nb_echoes_max'), least: query.number('prob_min') };
        const { shown } = ranked(model, query.text('description') ?? '', wanted);
        const numbered = shown.map(({ code, probability }, at): [number, object] => [
          at + 1,
          { nace: dotless(code), probability },
        ]);
        return Object.fromEntries(numbered);
      },
    },
  ],
};
