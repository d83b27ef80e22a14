/** Text that was typed and not saved yet, by object: it outlives the pane, and is there again when one comes back. */
import type { ObjectRef } from '../../../../shared/contract/storage/places.ts';

export interface Draft {
  readonly text: string;
  /** Of the object that the text was made from. */
  readonly etag: string;
  readonly encoding: string;
  readonly newline: '\n' | '\r\n';
}

const drafts = new Map<string, Draft>();
const nameFor = ({ profile, bucket, key }: ObjectRef) => JSON.stringify([profile, bucket, key]);

/** What is kept of an object; undefined when all is saved. */
export function draftOf(object: ObjectRef): Draft | undefined {
  return drafts.get(nameFor(object));
}

/** Keeps a text, or forgets it once it is saved or given up. */
export function keepDraft(object: ObjectRef, draft: Draft | undefined): void {
  if (draft) drafts.set(nameFor(object), draft);
  else drafts.delete(nameFor(object));
}

/** The text with the line ends that the object had. Pure. */
export function withNewlines(text: string, newline: '\n' | '\r\n'): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\n', newline);
}
