/**
 * What a secret holds, in Onyxia's layout: keys and values, their order beside them in the key `.onyxia`
 * (`{keysOrdering, hiddenKeys}`, Onyxia's web/src/core/usecases/secretsEditor.ts). Texts are stored as they are, which
 * is what services read (`jq -r`, images-datascience's onyxia-init.sh); anything else as JSON. All pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { failure } from '../../../shared/contract/errors.ts';
import type { SecretChange, SecretComparison, SecretField } from '../../../shared/contract/secrets.ts';

export type SecretData = Readonly<Record<string, unknown>>;

const settingsKey = '.onyxia';

interface Settings {
  readonly keysOrdering: readonly string[];
  readonly hiddenKeys: readonly string[];
}

/** The keys in the order that the person gave them; those without a place come last, as they are stored. */
export function orderedKeys(data: SecretData): string[] {
  const keys = Object.keys(data).filter((key) => key !== settingsKey);
  const ordered = new Set(settingsOf(data)?.keysOrdering.filter((key) => keys.includes(key)));
  return [...ordered, ...keys.filter((key) => !ordered.has(key))];
}

/** The fields without their values. */
export function fieldsOf(data: SecretData): SecretField[] {
  return orderedKeys(data).map((key) => {
    const text = textOf(data[key]);
    return {
      key,
      length: text.length,
      multiline: text.includes('\n'),
      kind: typeof data[key] === 'string' ? 'text' : 'json',
    };
  });
}

/** A value as a person reads and edits it: a text as it is, anything else as JSON on several lines. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null, null, 2);
}

/**
 * What is to be stored for all fields in their order. Values that are not given are taken from `before`, also under the
 * key they had.
 * @throws Failure `invalid-input`: a key twice, JSON that is none; `conflict`: an unchanged field is not there any more.
 */
export function contentOf(fields: readonly SecretChange[], before: SecretData | undefined): SecretData {
  const entries: [string, unknown][] = [];
  const renamed = new Map<string, string>();
  for (const [index, { key, from = key, value, kind }] of fields.entries()) {
    const field = `fields.${index}`;
    if (key === settingsKey)
      throw failure('invalid-input', `${key} is kept for Onyxia`, {
        reason: 'secret-key-kept',
        values: { key },
        field,
      });
    if (entries.some(([other]) => other === key))
      throw failure('invalid-input', `The key ${key} is there twice`, {
        reason: 'secret-key-twice',
        values: { key },
        field,
      });
    if (value === undefined) {
      if (!before || !Object.hasOwn(before, from))
        throw failure('conflict', `The key ${from} is not there any more`, {
          reason: 'secret-key-gone',
          values: { key: from },
          field,
        });
      entries.push([key, before[from]]);
    } else entries.push([key, kind === 'json' ? parsed(value, key, field) : value]);
    renamed.set(from, key);
  }
  const data = Object.fromEntries(entries);
  const keys = entries.map(([key]) => key);
  const settings = before?.[settingsKey];
  // A secret made by another program keeps its form as long as the order of the alphabet says the same.
  if (before && settings === undefined && isDeepStrictEqual(keys, keys.toSorted())) return data;
  const hiddenKeys = (before ? (settingsOf(before)?.hiddenKeys ?? []) : [])
    .flatMap((key) => renamed.get(key) ?? [])
    .filter((key) => keys.includes(key));
  return { ...data, [settingsKey]: { ...objectOf(settings), hiddenKeys, keysOrdering: keys } };
}

/** Which keys differ, Onyxia's own aside. */
export function compareContents(from: SecretData, to: SecretData): SecretComparison {
  const [before, after] = [orderedKeys(from), orderedKeys(to)];
  return {
    added: after.filter((key) => !Object.hasOwn(from, key)),
    removed: before.filter((key) => !Object.hasOwn(to, key)),
    changed: after.filter((key) => Object.hasOwn(from, key) && !isDeepStrictEqual(from[key], to[key])),
  };
}

/**
 * What a service makes environment variables of, as onyxia-init.sh does: the ordered keys where an order is kept, else all
 * by the alphabet; `unusable` cannot be names of variables (POSIX: letters, digits, underscores, no digit first).
 */
export function variablesOf(data: SecretData): { variables: string[]; unusable: string[] } {
  const ordered = settingsOf(data)?.keysOrdering;
  const keys = orderedKeys(data);
  const exported = ordered ? keys.filter((key) => ordered.includes(key)) : keys.toSorted();
  const isName = (key: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && key !== '_';
  const variables = exported.filter(isName);
  return { variables, unusable: keys.filter((key) => !variables.includes(key)) };
}

function settingsOf(data: SecretData): Settings | undefined {
  const { keysOrdering, hiddenKeys } = objectOf(data[settingsKey]);
  if (!areTexts(keysOrdering)) return undefined;
  return { keysOrdering, hiddenKeys: areTexts(hiddenKeys) ? hiddenKeys : [] };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function parsed(text: string, key: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words quote the text, which is secret.
    throw failure('invalid-input', `The value of ${key} is not JSON`, {
      reason: 'secret-not-json',
      values: { key },
      field,
    });
  }
}
