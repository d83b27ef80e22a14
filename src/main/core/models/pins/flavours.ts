/** What MLmodel says a model is, and why it does not run here where it does not. Pure. */
import { parse } from 'yaml';
import { failure, type FailureData } from '../../../../shared/contract/errors.ts';

/** What a flavour is by which no model runs here, the most telling first. */
const reasons: readonly (readonly [flavour: RegExp, reason: string])[] = [
  [/onnx/, 'pin-onnx'],
  [/torch|transformers/, 'pin-torch'],
  [/sklearn|scikit|xgboost|lightgbm|catboost/, 'pin-sklearn'],
  [/tensorflow|keras/, 'pin-tensorflow'],
];
const pickled = /\.(pkl|pickle|joblib|dill)$/i;

/**
 * Flavours of an MLmodel file; the loader's name where it is Python's general one. Empty for what is no such file.
 * Source: MLflow, "Storage format of a model".
 */
export function flavoursOf(text: string | undefined): string[] {
  const found = yamlRecord(yamlOf(text ?? '')?.['flavors']);
  if (!found) return [];
  return Object.entries(found).map(([name, settings]) => {
    const loader = yamlRecord(settings)?.['loader_module'];
    return name === 'python_function' && typeof loader === 'string' ? loader : name;
  });
}

/** Why none of the files predicts here. */
export function whyNotHere(name: string, flavours: readonly string[], paths: readonly string[]): FailureData {
  const flavour = reasons.find(
    ([pattern]) => flavours.some((one) => pattern.test(one)) || paths.some((path) => pattern.test(path)),
  );
  const reason = flavour?.[1] ?? (paths.some((path) => pickled.test(path)) ? 'pin-pickle' : 'pin-no-model');
  return failure('unsupported', `${name} does not run on this laptop`, {
    reason,
    values: { name, flavours: flavours.join(', ') },
  }).data;
}

/** A YAML mapping out of a hostile file; undefined for anything else. */
export function yamlOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return yamlRecord(parse(text, { maxAliasCount: 100, logLevel: 'silent' }));
  } catch {
    return undefined;
  }
}

function yamlRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
