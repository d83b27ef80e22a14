/** What a person does, one after the other: while a decision is written nothing is lost, and nothing meant for one item reaches another. */
import type { CodingAction } from './coding-keys.ts';
import { typedText, type Stroke } from './typed.ts';

export type Input =
  | { readonly kind: 'stroke'; readonly stroke: Stroke }
  /** The search box was changed otherwise than by typing at its end. */
  | { readonly kind: 'text'; readonly text: string; readonly seen: string }
  | { readonly kind: 'action'; readonly action: CodingAction; readonly seen: string }
  /** A row of the list, or a code named in a note, was pointed at. */
  | { readonly kind: 'row'; readonly index: number; readonly seen: string }
  | { readonly kind: 'code'; readonly code: string; readonly seen: string };

export interface Inputs {
  give(input: Input): void;
  /** Keeps what was typed ahead until `release`: the item that it was typed after is not decided yet. */
  hold(): void;
  /** What was held is typed now. */
  release(): void;
  forget(): void;
}

/**
 * Works inputs off in turn; one that needs time makes the others wait.
 * @param apply does one; a promise where it takes time. It never throws.
 * @param changed the text that waits is another now.
 */
export function createInputs(
  apply: (input: Input) => Promise<void> | undefined,
  changed: (ahead: string) => void,
): Inputs {
  let waiting: Input[] = [];
  let held: Input[] = [];
  let isRunning = false;
  const ahead = () =>
    typedText([...held, ...waiting].flatMap((input) => (input.kind === 'stroke' ? [input.stroke] : [])));

  let told = '';
  function tell(): void {
    const now = ahead();
    if (now === told) return;
    told = now;
    changed(now);
  }

  async function run(): Promise<void> {
    isRunning = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const work = apply(next);
      if (work) await work;
    }
    isRunning = false;
    tell();
  }

  return {
    give(input) {
      waiting.push(input);
      if (isRunning) tell();
      else void run();
    },
    hold() {
      held.push(...waiting.filter(({ kind }) => kind === 'stroke'));
      waiting = [];
    },
    release() {
      waiting.unshift(...held);
      held = [];
    },
    forget() {
      held = [];
      tell();
    },
  };
}

/** Whether an input belongs to the item on screen: keys typed ahead do, commands only to the item that was seen. Undo is of none. */
export function isMeant(input: Input, shown: string): boolean {
  return (
    input.kind === 'stroke' || input.seen === shown || (input.kind === 'action' && input.action === 'undo')
  );
}
