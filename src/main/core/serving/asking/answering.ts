/** Who answers: the served model or one on this laptop, asked in the same way. */
import { createHash } from 'node:crypto';
import { isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { CodingDialect } from '../../../../shared/contract/annotation/suggestions.ts';
import type { AnswerSource } from '../../../../shared/contract/serving/asking.ts';
import type { PredictHere } from '../../project-needs.ts';
import { createCodingApi } from '../../platform/coding-api/coding-api.ts';
import type { ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import { codingFormOf, type Question } from './coding-form.ts';
import { credentialsFor } from './served-passwords.ts';

/** What one model says of one text. */
export interface ModelReply {
  /** The most probable first. */
  readonly predictions: readonly { readonly code: string; readonly probability: number }[];
  readonly confidenceIndex: number | undefined;
  readonly given?: string;
  readonly version?: string | undefined;
}

export interface AnsweringModel {
  /** One reply a question, in their order; undefined: nothing to say, a Failure: this text was refused. @throws Failure */
  ask(
    questions: readonly Question[],
    signal?: AbortSignal,
  ): Promise<readonly (ModelReply | Failure | undefined)[]>;
  /** Name and version, where it tells. */
  described(signal?: AbortSignal): Promise<{ readonly name: string; readonly version?: string | undefined }>;
}

export interface AnsweringParts {
  readonly secrets: ProjectSurroundings['host']['secrets'];
  readonly predict: PredictHere;
  readonly pinName: (pin: string) => Promise<string>;
}

/** Codes asked for. */
const wanted = 5;

const dialectKey = (address: string) =>
  `serving/coding-api/${createHash('sha256').update(address).digest('hex').slice(0, 32)}`;

/** @throws Failure `coding-api-address`, `coding-api-insecure` */
export async function answeringModel(
  context: ProjectContext,
  source: AnswerSource,
  parts: AnsweringParts,
): Promise<AnsweringModel> {
  return source.kind === 'pinned' ? pinned(source.id, parts) : served(context, source, parts);
}

function pinned(id: string, { predict, pinName }: AnsweringParts): AnsweringModel {
  return {
    async ask(questions, signal) {
      const answers = await predict(id, questions, { count: wanted, signal });
      return answers.map(({ predictions, confidenceIndex, given }) =>
        predictions.length === 0 ? undefined : { predictions, confidenceIndex, given },
      );
    },
    described: async () => ({ name: await pinName(id) }),
  };
}

/** The dialect that was found out is remembered for the next time. */
async function served(
  context: ProjectContext,
  source: Extract<AnswerSource, { kind: 'served' }>,
  { secrets }: AnsweringParts,
): Promise<AnsweringModel> {
  const { address, dialect, user } = source;
  const { network, store } = context;
  const credentials = await credentialsFor(context, secrets, address);
  const kept = await store.get(dialectKey(address));
  const known = CodingDialect.exclude(['auto']).safeParse(kept?.value).data;
  const client = createCodingApi({
    network,
    address,
    dialect,
    known,
    credentials: user === undefined || user === credentials?.user ? credentials : undefined,
  });
  return {
    async ask(questions, signal) {
      const outcomes = await client.predict(questions.map(codingFormOf), signal);
      const spoken = client.dialect();
      if (dialect === 'auto' && spoken !== undefined && spoken !== known)
        await store.set(dialectKey(address), spoken);
      return outcomes.map((outcome) => {
        if (!outcome || isFailure(outcome)) return outcome;
        const { codes, confidenceIndex, version } = outcome;
        return { predictions: codes, confidenceIndex, version };
      });
    },
    described: async (signal) => (await client.model(signal)) ?? { name: new URL(address).host },
  };
}
