/** A served model that codes texts, whatever form of the coding API it speaks. */
import { isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { CodingDialect } from '../../../../shared/contract/annotation/suggestions.ts';
import type { Network } from '../../network/network.ts';
import { apiAddress } from './address.ts';
import { ask, type Credentials, type WholeAnswer } from './ask.ts';
import { codingApiFailure, isForeign, knowsNothing, noDialect, strangeAnswer } from './coding-api-failure.ts';
import type { CodingForm, Outcome } from './coding-form.ts';
import { describedDialect, dialectOf, dialects } from './dialects.ts';
import type { CodingRequest, Dialect, DialectId } from './dialect.ts';
import { readAnswers } from './read-answer.ts';

export interface CodingApi {
  /** The dialect, once it is known. */
  readonly dialect: () => DialectId | undefined;
  /** What the server says of its model; undefined where it says nothing. Never throws but `cancelled`. */
  model(
    signal?: AbortSignal,
  ): Promise<{ readonly name: string; readonly version: string | undefined } | undefined>;
  /**
   * One outcome a form, in their order; a text that is empty is not asked for.
   * @throws Failure `coding-api-dialect`, `-credentials`, `-forbidden`, `-busy`, `-failed`, `-answer`, `-slow`; those of the connection
   */
  predict(forms: readonly CodingForm[], signal?: AbortSignal): Promise<Outcome[]>;
}

/** Texts of one request, and requests at once where there are no batches. */
const batchSize = 200;
const atOnce = 4;

/**
 * Makes it; nothing is asked of anybody.
 * @param dialect `auto`: found out by the first text and then kept; `known`, from an earlier time, is tried first
 * @throws Failure `coding-api-address`, `coding-api-insecure`
 */
export function createCodingApi(options: {
  readonly network: Pick<Network, 'fetch' | 'explain'>;
  readonly address: string;
  readonly dialect: CodingDialect;
  readonly known?: DialectId | undefined;
  readonly credentials?: Credentials | undefined;
}): CodingApi {
  const { network, credentials } = options;
  const base = apiAddress(options.address, credentials !== undefined);
  const isFixed = options.dialect !== 'auto';
  const given = options.dialect === 'auto' ? options.known : options.dialect;
  let dialect = given && dialectOf(given);
  let hasBatches = true;

  const send = (request: CodingRequest, signal?: AbortSignal) =>
    ask(network, base, request, { credentials, signal });
  const refusal = ({ status, text, retryAfter }: WholeAnswer) =>
    codingApiFailure(base.host, status, text, retryAfter);

  /** Told by the server's own description, else by trying; undefined where none is spoken. */
  async function detect(form: CodingForm, signal?: AbortSignal): Promise<Dialect | undefined> {
    const description = await send({ method: 'GET', path: 'openapi.json', query: {} }, signal);
    const described = description.status < 300 ? describedDialect(parsed(description.text)) : undefined;
    if (described) return described;
    for (const one of dialects) {
      const answer = await send(one.single(form), signal);
      if (knowsNothing(answer.status, answer.text)) return one;
      if (answer.status < 300 && readAnswers(parsed(answer.text), 1)) return one;
      if (answer.status >= 400 && answer.status !== 400 && !isForeign(answer.status)) throw refusal(answer);
    }
    return undefined;
  }

  async function spoken(form: CodingForm, signal?: AbortSignal): Promise<Dialect> {
    dialect ??= await detect(form, signal);
    if (!dialect) throw noDialect(base.host);
    return dialect;
  }

  /** A failure of this text alone is its outcome; one of the server is thrown. */
  async function single(form: CodingForm, signal?: AbortSignal): Promise<Outcome> {
    const tongue = await spoken(form, signal);
    let answer = await send(tongue.single(form), signal);
    if (isForeign(answer.status) && !isFixed) {
      // The server may have been replaced by one of another version.
      const now = await detect(form, signal);
      if (now && now !== tongue) {
        dialect = now;
        answer = await send(now.single(form), signal);
      }
    }
    const { status, text } = answer;
    if (knowsNothing(status, text)) return undefined;
    if (status === 404 || status === 405) throw noDialect(base.host);
    if (status >= 300) return ofOneText(refusal(answer));
    const [read] = readAnswers(parsed(text), 1) ?? [];
    if (!read) throw strangeAnswer(base.host, text);
    return read.codes.length > 0 ? read : undefined;
  }

  async function singles(forms: readonly CodingForm[], signal?: AbortSignal): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    const [first, ...others] = forms;
    if (first) outcomes.push(await single(first, signal));
    for (let from = 0; from < others.length; from += atOnce)
      outcomes.push(
        ...(await Promise.all(others.slice(from, from + atOnce).map((form) => single(form, signal)))),
      );
    return outcomes;
  }

  async function batch(forms: readonly CodingForm[], signal?: AbortSignal): Promise<Outcome[]> {
    const [first] = forms;
    if (!first) return [];
    const { batch: requestOf } = await spoken(first, signal);
    if (!requestOf || !hasBatches || forms.length === 1) return singles(forms, signal);
    const answer = await send(requestOf(forms), signal);
    // One text that the server does not take makes it refuse them all: each one by itself then.
    if (answer.status === 400 || answer.status === 413 || isForeign(answer.status)) {
      hasBatches = answer.status !== 404 && answer.status !== 405;
      return singles(forms, signal);
    }
    if (answer.status >= 300) throw refusal(answer);
    const read = readAnswers(parsed(answer.text), forms.length);
    if (!read) throw strangeAnswer(base.host, answer.text);
    return read.map((one) => (one.codes.length > 0 ? one : undefined));
  }

  return {
    dialect: () => dialect?.id,
    async model(signal) {
      try {
        const { status, text } = await send({ method: 'GET', path: '', query: {} }, signal);
        const said = (status < 300 ? parsed(text) : undefined) as Record<string, unknown> | undefined;
        const { Model_name: name, Model_version: version } = said ?? {};
        if (typeof name !== 'string' || name === '') return undefined;
        const known = typeof version === 'string' || typeof version === 'number';
        return { name, version: known ? String(version) : undefined };
      } catch (error) {
        if (isFailure(error) && error.code !== 'cancelled') return undefined;
        throw error;
      }
    },
    async predict(forms, signal) {
      const outcomes: Outcome[] = forms.map(() => undefined);
      const asked = [...forms.keys()].filter((index) => forms[index]?.text.trim() !== '');
      for (let from = 0; from < asked.length; from += batchSize) {
        const places = asked.slice(from, from + batchSize);
        const found = await batch(
          places.flatMap((index) => forms[index] ?? []),
          signal,
        );
        for (const [at, index] of places.entries()) outcomes[index] = found[at];
      }
      return outcomes;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** @throws the failure, where it is not about the text */
function ofOneText(refused: Failure): Failure {
  if (refused.code === 'invalid-input') return refused;
  throw refused;
}
