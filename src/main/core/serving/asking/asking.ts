/** One text asked of several models, side by side. */
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { Answer, AnswerSource, askingOperations } from '../../../../shared/contract/serving/asking.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { InProject } from '../../project-context.ts';
import { settledState } from '../applications/applications.ts';
import type { FollowedApplications } from '../applications/follow-applications.ts';
import { answeringModel, type AnsweringParts } from './answering.ts';
import type { Question } from './coding-form.ts';
import { createPrintedCodes } from './printed-codes.ts';
import { credentialsFor, keepCredentials } from './served-passwords.ts';

type Handlers = Pick<AppHandlers['serving'], keyof typeof askingOperations>;

const clipped = (value: number) => Math.min(1, Math.max(0, value));

export function createAsking(
  parts: AnsweringParts & {
    readonly here: InProject;
    readonly followed: () => FollowedApplications;
    readonly nomenclature: (id: string) => Promise<Nomenclature>;
    /** Told that a password is there, for what was refused before. */
    readonly signedIn: (address: string) => void;
  },
): Handlers {
  const { here, followed, secrets, signedIn } = parts;
  const printed = createPrintedCodes(parts.nomenclature);

  /** Never throws but `cancelled`: what is wrong with one source stands in its answer. */
  async function answerOf(question: Question, source: AnswerSource, signal: AbortSignal): Promise<Answer> {
    let begun = performance.now();
    const took = () => performance.now() - begun;
    try {
      const model = await answeringModel(here(), source, parts);
      begun = performance.now();
      const [reply] = await model.ask([question], signal);
      const milliseconds = took();
      if (isFailure(reply)) throw reply;
      const { name, version } = await model.described(signal);
      // People know the number in the registry; some servers tell the identifier of the model alone.
      const told = version ?? reply?.version;
      const { confidenceIndex, given } = reply ?? {};
      return {
        source,
        predictions: await printed(reply?.predictions ?? []),
        ...(confidenceIndex !== undefined && { confidenceIndex: clipped(confidenceIndex) }),
        ...(given !== undefined && { given }),
        model: name,
        ...(told !== undefined && { version: told }),
        milliseconds,
      };
    } catch (error) {
      if (!isFailure(error) || error.code === 'cancelled') throw error;
      return { source, predictions: [], milliseconds: took(), problem: error.data };
    }
  }

  return {
    async servedAddresses(_, { signal }) {
      const context = here();
      const { codingApi } = context.platform;
      const known = new Map<string, string>();
      if (codingApi) known.set(codingApi.url, new URL(codingApi.url).host);
      const { details } = await settledState(followed(), signal);
      for (const { application } of details)
        for (const address of application.addresses)
          if (URL.canParse(address) && !known.has(address)) known.set(address, application.name);
      return Promise.all(
        [...known].map(async ([address, name]) => ({
          address,
          name,
          hasPassword: (await credentialsFor(context, secrets, address)) !== undefined,
        })),
      );
    },
    async setServedPassword({ address, user, password }) {
      await keepCredentials(here(), secrets, address, { user, password });
      signedIn(address);
      return {};
    },
    async askModels({ question, sources }, { signal }) {
      return { answers: await Promise.all(sources.map((source) => answerOf(question, source, signal))) };
    },
  };
}
