/** Predictions with models of this laptop: one text, a file of texts, and why. */
import type { Nomenclature, SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { ModelAnswer, PreprocessingProfile } from '../../../../shared/contract/models/inference.ts';
import type { LineQuestion } from '../../../../shared/text/model-line.ts';
import type { Blob } from '../../blobs.ts';
import type { Ranged } from '../../platform/s3/ranged-object.ts';
import type { InProject, ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import type { PredictHere } from '../../project-needs.ts';
import type { Pins, ReadyPin } from '../pins/pins.ts';
import { answerOf, codeNames, type CodeNames } from './answers.ts';
import { checkedExamples } from './check-profile.ts';
import { examplesOf } from './examples.ts';
import { readColumns } from './files/file-thread.ts';
import { predictFile, predictionBlob, tidyPredictions } from './files/predict-file.ts';
import { labelOf } from './label-of.ts';
import { createLinesThread } from './lines-thread.ts';
import { createOpenModels } from './open-models.ts';
import { chooseProfile, createProfiles } from './profiles.ts';
import { textColumn } from './text-columns.ts';

/** What the predictions need of others. */
export interface InferenceParts {
  readonly here: InProject;
  readonly surroundings: ProjectSurroundings;
  readonly openSource: (file: SourceFile, signal?: AbortSignal) => Promise<Ranged>;
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  readonly pins: Pick<Pins, 'ready' | 'hold'>;
}

type InferenceHandlers = Pick<
  AppHandlers['models'],
  | 'modelProfile'
  | 'setModelProfile'
  | 'checkProfile'
  | 'predictHere'
  | 'explainPrediction'
  | 'predictFile'
  | 'readTextFile'
>;

export interface Inference {
  readonly handlers: InferenceHandlers;
  enter(context: ProjectContext | undefined): Promise<void>;
  readonly predict: PredictHere;
  /** A file of predictions; paths begin with `predicted/` (after `models/`). */
  blob(path: string): Promise<Blob | undefined>;
  close(): Promise<void>;
}

/** Answers that are made in one turn of the core: a millisecond or two. */
const atOnce = 1000;

/** Makes them; models are opened when they are first asked. */
export function createInference(parts: InferenceParts): Inference {
  const { here, pins, openSource, surroundings } = parts;
  const models = createOpenModels(pins.hold);
  const lines = createLinesThread();

  const profiles = createProfiles(models);
  const names = new WeakMap<Nomenclature, CodeNames>();

  const chosen = (pin: ReadyPin) => profiles.of(here().store, pin);

  async function namesOf({ nomenclature }: ReadyPin): Promise<CodeNames> {
    if (nomenclature === undefined) return new Map();
    const whole = await parts.nomenclature(nomenclature);
    const known = names.get(whole) ?? codeNames(whole);
    names.set(whole, known);
    return known;
  }

  async function answered(
    pin: ReadyPin,
    profile: PreprocessingProfile,
    questions: readonly LineQuestion[],
    { count, signal }: Parameters<PredictHere>[2],
  ): Promise<ModelAnswer[]> {
    const given = await lines.linesOf(profile, questions, signal);
    // The index needs two, whatever is wanted.
    const options = { k: Math.max(2, count), ...(signal && { signal }) };
    const asked = given.filter((line) => line !== '');
    const said = (await models.use(pin, (model) => model.predict(asked, options))).values();
    const codes = await namesOf(pin);
    return given.map((line, at) => {
      const found = line === '' ? [] : (said.next().value ?? []);
      return answerOf(questions[at]?.text ?? '', line, found, codes, count);
    });
  }

  const predict: PredictHere = async (id, questions, options) => {
    const pin = await pins.ready(id);
    const { profile } = await chosen(pin);
    const answers: ModelAnswer[] = [];
    for (let from = 0; from < questions.length; from += atOnce)
      answers.push(...(await answered(pin, profile, questions.slice(from, from + atOnce), options)));
    return answers;
  };

  const handlers: InferenceHandlers = {
    modelProfile: async ({ id }) => chosen(await pins.ready(id)),
    async setModelProfile({ id, profile }) {
      await chooseProfile(here().store, (await pins.ready(id)).id, profile);
      return {};
    },
    async checkProfile({ id, profile }, { signal }) {
      const pin = await pins.ready(id);
      const { from, rows } = examplesOf(await pin.texts());
      const answers = await answered(pin, profile, rows, { count: 1, signal });
      const { checked, agreeing, examples } = checkedExamples(rows, answers);
      return { from, checked, agreeing, examples: [...examples] };
    },
    async predictHere({ id, questions, count }, { signal }) {
      const begun = performance.now();
      const answers = [...(await predict(id, questions, { count, signal }))];
      return { answers, milliseconds: performance.now() - begun };
    },
    async explainPrediction({ id, question, code }, { signal }) {
      const pin = await pins.ready(id);
      const { profile } = await chosen(pin);
      const [line = ''] = await lines.linesOf(profile, [question], signal);
      if (line === '') return { method: 'logit', score: 0, words: [], parts: [] };
      const { method, score, words, parts } = await models.use(pin, (model) =>
        model.explain(line, labelOf(model.description.labels, code, pin.name), { signal }),
      );
      return { method, score, words: [...words], parts: [...parts] };
    },
    async *predictFile({ id, file, text, variables, to }, { signal }) {
      const context = here();
      if (!to && context.forbidsExports)
        throw failure('forbidden', 'The platform forbids exports', { reason: 'predict-export-forbidden' });
      const pin = await pins.ready(id);
      const job = async () => {
        const { profile } = await chosen(pin);
        return { model: pin.file, profile, text, variables, names: await namesOf(pin) };
      };
      const around = async <T>(work: () => Promise<T>) => {
        const release = pins.hold(id);
        const awake = await surroundings.host.keepAwake().catch(() => undefined);
        try {
          return await work();
        } finally {
          awake?.();
          release();
        }
      };
      const source = (more: AbortSignal) => openSource(file, more);
      yield* predictFile(context, { source, job, to, around }, signal);
    },
    async readTextFile({ file }, { signal }) {
      const { rows, columns } = await readColumns(await openSource(file, signal), signal);
      const text = textColumn(columns);
      return {
        ...(rows !== undefined && { rows }),
        columns: columns.map(({ name, examples }) => ({ name, examples: [...examples] })),
        ...(text !== undefined && { text }),
      };
    },
  };

  return {
    handlers,
    predict,
    async enter(next) {
      await models.close();
      if (next) await tidyPredictions(next, surroundings.host.clock());
    },
    async blob(path) {
      const id = /^predicted\/([\w-]+)$/.exec(path)?.[1];
      return id === undefined || here().forbidsExports ? undefined : predictionBlob(here(), id);
    },
    async close() {
      await models.close();
      await lines.close();
    },
  };
}
