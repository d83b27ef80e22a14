/**
 * Answers of the coding API in both spellings: `{ "1": { code, probabilite, libelle }, ..., "IC", "MLversion" }`, and that of the training
 * course, `{ "1": { nace, probability } }`. What is not known is not looked at. Pure.
 */
import type { ServedAnswer, ServedCode } from './coding-form.ts';

type Json = Readonly<Record<string, unknown>>;

/** Names of the two spellings, in the order in which they are looked for. */
const names = {
  code: ['code', 'nace', 'naf'],
  probability: ['probabilite', 'probability', 'probabilité'],
  index: ['IC', 'confidence', 'ic'],
  version: ['MLversion', 'ml_version'],
} as const;

/** Less than this is no suggestion: what the servers themselves hold back unless told otherwise. */
const leastShown = 0.01;

/** Undefined for what is no answer; one without codes is the answer of a model that knows nothing of the text. */
export function readAnswer(value: unknown): ServedAnswer | undefined {
  if (!isRecord(value)) return undefined;
  const ranked = Object.keys(value)
    .filter((key) => /^\d+$/.test(key))
    .sort((one, other) => Number(one) - Number(other))
    .map((key) => readCode(value[key]));
  if (ranked.some((one) => one === undefined)) return undefined;
  if (ranked.length === 0 && !names.index.some((name) => name in value)) return undefined;
  const codes = distinct(ranked as ServedCode[]);
  const [first, second] = codes;
  const served = numberOf(found(value, names.index));
  const index = first && second ? first.probability - second.probability : served;
  const version = found(value, names.version);
  return {
    codes: codes.filter(({ probability }) => probability >= leastShown).slice(0, 5),
    confidenceIndex: index === undefined ? undefined : clipped(index),
    version: typeof version === 'string' && version !== '' ? version : undefined,
  };
}

/** The answers to a batch; undefined where they are not as many as texts, or one of them is none. */
export function readAnswers(value: unknown, count: number): ServedAnswer[] | undefined {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const answers = list.map(readAnswer);
  return answers.length === count && answers.every((one) => one !== undefined) ? answers : undefined;
}

function readCode(value: unknown): ServedCode | undefined {
  if (!isRecord(value)) return undefined;
  const code = found(value, names.code);
  const probability = numberOf(found(value, names.probability));
  if (typeof code !== 'string' || code.trim() === '' || probability === undefined) return undefined;
  return { code: code.trim().replace(/^__label__/, ''), probability: clipped(probability) };
}

/** The most probable first; of two with one code the first. */
function distinct(codes: readonly ServedCode[]): ServedCode[] {
  const first = new Map<string, ServedCode>();
  for (const one of codes) if (!first.has(one.code)) first.set(one.code, one);
  return [...first.values()].sort((one, other) => other.probability - one.probability);
}

/** A number, also one that came as text, with a comma or a point. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value.replace(',', '.')) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const clipped = (number: number) => Math.min(1, Math.max(0, number));
const found = (value: Json, keys: readonly string[]) =>
  keys.map((key) => value[key]).find((one) => one !== undefined && one !== null);
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
