/** What a person changed of a secret and did not save yet. All pure; kept in memory alone by drafts.ts. */
import type { Secret, SecretChange, SecretComparison } from '../../shared/contract/secrets.ts';

export interface DraftField {
  /** Stays the same while key and place change. */
  readonly id: number;
  readonly key: string;
  /** The key that it has in the version that was read; absent for a new field. */
  readonly from?: string;
  /** Absent: as it is in the version that was read. */
  readonly value?: string;
  /** The value of the version that was read, once it was shown. */
  readonly shown?: string;
  readonly kind: 'text' | 'json';
  readonly length: number;
}

export interface Draft {
  /** The version that was read; 0: there was none. */
  readonly base: number;
  /** Keys of that version, in their order. */
  readonly keys: readonly string[];
  readonly fields: readonly DraftField[];
  readonly nextId: number;
  /** Someone else saved meanwhile: what is there now, and which keys they changed. */
  readonly conflict?: { readonly theirs: Secret; readonly changes: SecretComparison };
}

/** A draft without a change; a new secret begins with one empty field. */
export function draftOf({ version, fields }: Pick<Secret, 'version' | 'fields'>): Draft {
  const draft: Draft = {
    base: version,
    keys: fields.map(({ key }) => key),
    fields: fields.map(({ key, kind, length }, id) => ({ id, key, from: key, kind, length })),
    nextId: fields.length,
  };
  return fields.length === 0 ? addField(draft) : draft;
}

export function addField(draft: Draft): Draft {
  const field: DraftField = { id: draft.nextId, key: '', value: '', kind: 'text', length: 0 };
  return { ...draft, fields: [...draft.fields, field], nextId: draft.nextId + 1 };
}

export function changeField(draft: Draft, id: number, change: Partial<Omit<DraftField, 'id'>>): Draft {
  return { ...draft, fields: draft.fields.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

export function removeField(draft: Draft, id: number): Draft {
  return { ...draft, fields: draft.fields.filter((one) => one.id !== id) };
}

/** Moves a field by `by` places, as far as there are any. */
export function moveField(draft: Draft, id: number, by: number): Draft {
  const from = draft.fields.findIndex((one) => one.id === id);
  const to = Math.min(draft.fields.length - 1, Math.max(0, from + by));
  const fields = [...draft.fields];
  fields.splice(to, 0, ...fields.splice(from, 1));
  return { ...draft, fields };
}

/** Whether the value differs from the one that was read, as far as that was ever shown. */
export function hasNewValue({ value, shown }: DraftField): boolean {
  return value !== undefined && value !== shown;
}

/** What is to be written, in order. */
export function changesOf({ fields }: Draft): SecretChange[] {
  return fields.map((field) => ({
    key: field.key,
    kind: field.kind,
    ...(field.from !== undefined && { from: field.from }),
    ...(hasNewValue(field) && { value: field.value ?? '' }),
  }));
}

/** True when saving would change anything. */
export function isChanged(draft: Draft): boolean {
  if (draft.base === 0) return draft.fields.some(({ key, value }) => key !== '' || Boolean(value));
  return (
    draft.fields.length !== draft.keys.length ||
    draft.fields.some((field, index) => field.key !== draft.keys[index] || hasNewValue(field))
  );
}

export type FieldProblem = 'empty' | 'twice' | 'kept' | 'not-json';

/** Why fields cannot be saved, by their id. */
export function problemsOf({ fields }: Draft): ReadonlyMap<number, FieldProblem> {
  const problems = new Map<number, FieldProblem>();
  for (const { id, key, kind, value } of fields) {
    if (key === '') problems.set(id, 'empty');
    else if (key === '.onyxia') problems.set(id, 'kept');
    else if (fields.some((other) => other.id !== id && other.key === key)) problems.set(id, 'twice');
    else if (kind === 'json' && value !== undefined && !isJson(value)) problems.set(id, 'not-json');
  }
  return problems;
}

/** Whether a service can have an environment variable of this name (POSIX). */
export function isVariableName(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && key !== '_';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
