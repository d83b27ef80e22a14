/** The keys of the queue of disagreements. Pure. */
import { letterAt } from './verdict.ts';

export type QueueKey =
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'end'; readonly of: 'first' | 'last' }
  | { readonly kind: 'opinion'; readonly letter: string }
  | { readonly kind: 'reason'; readonly number: number }
  | { readonly kind: 'unclassifiable' | 'comment' | 'search' | 'settle' | 'leave' };

export interface Press {
  readonly key: string;
  /** Physical key: a digit is one on AZERTY too, and Alt makes other signs of letters on a Mac. */
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** What the focus is on: text takes letters, a choice the arrows, a button Enter. */
export type FocusPlace = 'text' | 'choice' | 'button' | 'list';

/** Rows that a page key goes by. */
const page = 10;

/** What a press means, given how many opinions have a letter; undefined where it is text or somebody else's. */
export function queueKey(press: Press, place: FocusPlace, opinions: number): QueueKey | undefined {
  const { key, code, altKey, ctrlKey, metaKey, shiftKey } = press;
  if (altKey && !ctrlKey && !metaKey) {
    if (code === 'KeyU') return { kind: 'unclassifiable' };
    return code === 'KeyC' ? { kind: 'comment' } : undefined;
  }
  if (ctrlKey || metaKey) return key === 'Enter' ? { kind: 'settle' } : undefined;
  if (place === 'text') return key === 'Escape' ? { kind: 'leave' } : undefined;
  if (key === 'Enter') return place === 'button' ? undefined : { kind: 'settle' };
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(code)?.[1];
  if (digit && !shiftKey) return { kind: 'reason', number: Number(digit) };
  if (key.length === 1) return letterKey(key.toUpperCase(), opinions);
  return place === 'choice' ? undefined : moveKey(key);
}

function letterKey(letter: string, opinions: number): QueueKey | undefined {
  if (letter === 'J') return { kind: 'move', by: 1 };
  if (letter === 'K') return { kind: 'move', by: -1 };
  if (letter === 'S') return { kind: 'search' };
  const isOpinion = Array.from({ length: opinions }, (_, place) => letterAt(place)).includes(letter);
  return isOpinion ? { kind: 'opinion', letter } : undefined;
}

function moveKey(key: string): QueueKey | undefined {
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[key];
  if (by !== undefined) return { kind: 'move', by };
  if (key === 'Home') return { kind: 'end', of: 'first' };
  return key === 'End' ? { kind: 'end', of: 'last' } : undefined;
}
