/** Joins what a person changed with what someone else saved meanwhile, key by key. All pure. */
import type { Secret, SecretComparison } from '../../shared/contract/secrets.ts';
import { hasNewValue, type Draft, type DraftField } from './draft.ts';

export type Change = 'same' | 'added' | 'changed' | 'removed' | 'renamed';
export type Choice = 'mine' | 'theirs';

export interface MergeRow {
  /** The key before both changes, or the new one. */
  readonly key: string;
  readonly mine: Change;
  readonly theirs: Change;
  /** Only one side changed it: that side's; absent where a person must choose. */
  readonly choice?: Choice;
}

/** One row for each key that either side changed. */
export function mergeRows(draft: Draft, changes: SecretComparison): MergeRow[] {
  const touched = new Map(draft.fields.map((field) => [field.from ?? field.key, mineOf(field)] as const));
  for (const key of draft.keys) if (!touched.has(key)) touched.set(key, 'removed');
  const theirsOf = (key: string): Change => {
    if (changes.added.includes(key)) return 'added';
    if (changes.removed.includes(key)) return 'removed';
    return changes.changed.includes(key) ? 'changed' : 'same';
  };
  for (const key of changes.added) if (!touched.has(key)) touched.set(key, 'same');
  return [...touched].flatMap(([key, mine]): MergeRow[] => {
    const theirs = theirsOf(key);
    if (mine === 'same' && theirs === 'same') return [];
    if (mine === 'same') return [{ key, mine, theirs, choice: 'theirs' }];
    // A name of ours and a value of theirs go together.
    if (
      theirs === 'same' ||
      (mine === 'renamed' && theirs === 'changed') ||
      (mine === 'removed' && theirs === 'removed')
    )
      return [{ key, mine, theirs, choice: 'mine' }];
    return [{ key, mine, theirs }];
  });
}

/**
 * The draft on top of what is there now.
 * @param choices by key, for rows that ask.
 * @returns fields whose `value` is absent and whose `from` is absent too need the value of the old version.
 */
export function merged(
  draft: Draft,
  theirs: Secret,
  rows: readonly MergeRow[],
  choices: ReadonlyMap<string, Choice>,
): Draft {
  const choiceOf = (key: string) => {
    const row = rows.find((one) => one.key === key);
    return row ? (row.choice ?? choices.get(key) ?? 'theirs') : 'mine';
  };
  const there = new Map(theirs.fields.map((field) => [field.key, field]));
  const fields: DraftField[] = [];
  const taken = new Set<string>();
  let nextId = draft.nextId;
  const asTheirs = (key: string, id: number): DraftField[] => {
    const field = there.get(key);
    return field ? [{ id, key, from: key, kind: field.kind, length: field.length }] : [];
  };
  for (const field of draft.fields) {
    const key = field.from ?? field.key;
    taken.add(key);
    if (choiceOf(key) === 'theirs') fields.push(...asTheirs(key, field.id));
    else if (there.has(key)) fields.push({ ...field, from: key });
    else {
      const { from: _from, ...rest } = field;
      fields.push(rest);
    }
  }
  for (const { key } of theirs.fields) {
    if (taken.has(key)) continue;
    const isRemovedByUs = draft.keys.includes(key);
    if (!isRemovedByUs || choiceOf(key) === 'theirs') fields.push(...asTheirs(key, nextId++));
  }
  return { base: theirs.version, keys: theirs.fields.map(({ key }) => key), fields, nextId };
}

function mineOf(field: DraftField): Change {
  if (field.from === undefined) return 'added';
  if (hasNewValue(field)) return 'changed';
  return field.key === field.from ? 'same' : 'renamed';
}
