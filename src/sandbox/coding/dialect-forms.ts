/** The coding API since May 2025: a list of forms is posted. Source: InseeFrLab/codif-ape-API, `src/api`. */
import { welcome, type Dialect } from './dialect.ts';
import { echoesOf, rankedAnswers } from './echoes.ts';
import { counts, integer } from './parameters.ts';
import {
  isObject,
  list,
  missing,
  notAList,
  notAnObject,
  notAString,
  Refusal,
  refuseFindings,
  ruleBroken,
  tuple,
  type Finding,
  type Location,
} from './refusal.ts';
import type { Question } from './served.ts';

const types = [...'ABCDEGILMNPRSXYZ'];
const permanences = ['P', 'S'];

/** What is wrong with a value; undefined: nothing. */
const rules: Readonly<Record<string, (value: string) => string | undefined>> = {
  other_nature_activity: () => undefined,
  precision_act_sec_agricole: () => undefined,
  type_form: (value) =>
    types.includes(value) ? undefined : `Invalid type_form '${value}', must be one of ${list(types)}`,
  nature: (value) => (/^\d{2}$/.test(value) ? undefined : "nature must be a two-digit number (e.g., '01')"),
  surface: () => undefined,
  cj: (value) => (/^\d{4}$/.test(value) ? undefined : "cj must be a 4-digit number (e.g., '5499')"),
  activity_permanence_status: (value) =>
    // The real one names the wrong variable here.
    permanences.includes(value)
      ? undefined
      : `Invalid surface '${value}', must be one of ${list(permanences)}`,
};

const read = ['description_activity', 'other_nature_activity', 'precision_act_sec_agricole'];

export const forms2025: Dialect = {
  id: 'forms-2025',
  title: 'Prédiction code APE',
  version: '0.0.1',
  welcome,
  endpoints: [
    {
      method: 'POST',
      path: '/predict/',
      parameters: [...counts('nb_echos_max'), integer('num_workers', 0), integer('batch_size', 1)],
      body: ['forms'],
      async answer(call) {
        const { query, body } = call;
        const wanted = { count: query.number('nb_echos_max'), least: query.number('prob_min') };
        const { by, all } = await rankedAnswers(call, formQuestions(body), wanted);
        return all.map((one) => ({ ...echoesOf(one), MLversion: by }));
      },
    },
  ],
};

/** What each form asks. @throws Refusal 422 */
function formQuestions(body: unknown): Question[] {
  if (!isObject(body)) throw new Refusal(422, [notAnObject(['body'], body)]);
  const { forms } = body;
  if (forms === undefined) throw new Refusal(422, [missing(['body', 'forms'], body)]);
  if (!Array.isArray(forms)) throw new Refusal(422, [notAList(['body', 'forms'], forms)]);
  refuseFindings(forms.flatMap((form, at) => formFindings(form, ['body', 'forms', at])));
  const all = forms as readonly Readonly<Record<string, string | null>>[];
  const empty = all.flatMap(({ description_activity: text }, at) => (text?.trim() === '' ? [at] : []));
  if (empty.length > 0)
    throw new Refusal(422, [
      ruleBroken(['body'], body, `The description_activity is missing at indices: ${tuple(empty)}`),
    ]);
  return all.map((form) => ({
    text: read.flatMap((name) => form[name] ?? []).join(' '),
    type: form['type_form'] ?? undefined,
    nature: form['nature'] ?? undefined,
    surface: form['surface'] ?? undefined,
    cj: form['cj'] ?? undefined,
  }));
}

function formFindings(form: unknown, at: Location): Finding[] {
  if (!isObject(form)) return [notAnObject(at, form)];
  const text = form['description_activity'];
  const needed = [...at, 'description_activity'];
  const findings: Finding[] = [];
  if (text === undefined) findings.push(missing(needed, form));
  else if (typeof text !== 'string') findings.push(notAString(needed, text));
  for (const [name, rule] of Object.entries(rules)) {
    const value = form[name];
    if (value === undefined || value === null) continue;
    const broken = typeof value === 'string' ? rule(value) : undefined;
    if (typeof value !== 'string') findings.push(notAString([...at, name], value));
    else if (broken !== undefined) findings.push(ruleBroken([...at, name], value, broken));
  }
  return findings;
}
