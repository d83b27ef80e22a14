// Forms in, codes out: the one address of the coding API since May 2025 (InseeFrLab/codif-ape-API, `src/api`).
import { prepare } from './prepare.mjs';

/** What is answered instead of codes. */
export class Refused extends Error {
  constructor(status, detail) {
    super(`${status}`);
    this.status = status;
    this.detail = detail;
  }
}

const texts = ['description_activity', 'other_nature_activity', 'precision_act_sec_agricole'];

/** What each form says of an activity, and its other fields. @throws Refused 422 */
function readForms(body) {
  if (!Array.isArray(body?.forms))
    throw new Refused(422, [{ type: 'missing', loc: ['body', 'forms'], msg: 'Field required', input: body }]);
  const findings = body.forms.flatMap((form, at) =>
    typeof form?.description_activity === 'string'
      ? []
      : [
          {
            type: 'string_type',
            loc: ['body', 'forms', at, 'description_activity'],
            msg: 'Input should be a valid string',
            input: form?.description_activity ?? null,
          },
        ],
  );
  if (findings.length > 0) throw new Refused(422, findings);
  return body.forms.map((form) => ({ ...form, text: texts.flatMap((name) => form[name] ?? []).join(' ') }));
}

/** Codes have no dot, in whatever way the model writes them. */
const dotless = (label) => label.replace('.', '');

/**
 * The codes of each form above `prob_min`, `nb_echos_max` of them, with the confidence index p1 - p2.
 * @throws Refused 400 where even the first code is not probable enough; 422
 */
export function answerForms(body, query, { model, titles, id, profile }) {
  const count = Number(query.get('nb_echos_max') ?? 5);
  const least = Number(query.get('prob_min') ?? 0.01);
  if (!Number.isInteger(count) || count < 1 || Number.isNaN(least))
    throw new Refused(422, [
      { type: 'int_parsing', loc: ['query', 'nb_echos_max'], msg: 'Input should be a valid integer' },
    ]);
  return readForms(body).map((form) => {
    const found = model.predict(prepare(form, profile), Math.max(2, count));
    const [[, first] = [undefined, 0], [, second] = [undefined, 0]] = found;
    const shown = found.filter(([, probability]) => probability > least).slice(0, count);
    if (shown.length === 0)
      throw new Refused(
        400,
        'The minimal probability requested is higher than the highest prediction probability of the model.',
      );
    const echoes = shown.map(([label, probability], at) => {
      const code = dotless(label);
      return [String(at + 1), { code, probabilite: probability, libelle: titles[code] ?? '' }];
    });
    return { ...Object.fromEntries(echoes), IC: first - second, MLversion: id };
  });
}
