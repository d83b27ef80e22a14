/**
 * An open launch form on this side: edits show at once and go to the core one after another;
 * the core's answers replace what was shown, except where a newer edit waits.
 */
import type { FormEdit } from '../../shared/contract/catalog.ts';
import type { FailureData } from '../../shared/contract/errors.ts';
import type { LaunchForm, ValuePath } from '../../shared/contract/launch-form.ts';
import { failureOf } from '../app/failures.ts';

export interface EditorState {
  readonly form: LaunchForm;
  /** Values that the core has not confirmed, by `pathKey`. */
  readonly overlay: ReadonlyMap<string, unknown>;
  /** Whether edits wait or are under way. */
  readonly busy: boolean;
  /** Why the last edit was not taken. */
  readonly failure?: FailureData;
}

export interface FormEditor {
  get(): EditorState;
  subscribe(listener: () => void): () => void;
  edit(edit: FormEdit): void;
  /** Resolves once the core has answered everything. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly edit: FormEdit;
  readonly number: number;
}

/** A path as a key of a map. */
export function pathKey(path: ValuePath): string {
  return JSON.stringify(path);
}

/** Where an edit shows at once; undefined for those that only the core can work out. */
export function placeOf(edit: FormEdit): string | undefined {
  if (edit.kind === 'set') return pathKey(edit.path);
  return edit.kind === 'name' || edit.kind === 'share' ? edit.kind : undefined;
}

function valueOf(edit: FormEdit): unknown {
  if (edit.kind === 'set') return edit.value;
  if (edit.kind === 'name') return edit.name;
  return edit.kind === 'share' ? edit.share : undefined;
}

/** True when the later edit makes the earlier one pointless. */
function replaces(later: FormEdit, earlier: FormEdit): boolean {
  if (later.kind !== earlier.kind) return false;
  if (later.kind === 'set' && earlier.kind === 'set') return pathKey(later.path) === pathKey(earlier.path);
  return later.kind !== 'add' && later.kind !== 'remove';
}

/** Starts with a form that was just opened; `send` asks the core. */
export function createFormEditor(
  first: LaunchForm,
  send: (edit: FormEdit) => Promise<LaunchForm>,
): FormEditor {
  const listeners = new Set<() => void>();
  let state: EditorState = { form: first, overlay: new Map(), busy: false };
  let queue: readonly Waiting[] = [];
  let number = 0;
  let pumping: Promise<void> | undefined;
  const newest = new Map<string, number>();

  const become = (next: EditorState) => {
    state = next;
    for (const listener of listeners) listener();
  };

  function confirm(done: Waiting, form: LaunchForm, failure?: FailureData): void {
    const place = placeOf(done.edit);
    const overlay = new Map(state.overlay);
    if (place !== undefined && newest.get(place) === done.number) overlay.delete(place);
    become({ form, overlay, busy: queue.length > 0, ...(failure ? { failure } : {}) });
  }

  async function pump(): Promise<void> {
    for (;;) {
      const [next, ...rest] = queue;
      if (!next) break;
      queue = rest;
      try {
        confirm(next, await send(next.edit));
      } catch (error) {
        confirm(next, state.form, failureOf(error));
      }
    }
    pumping = undefined;
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit(edit) {
      const waiting = { edit, number: (number += 1) };
      const last = queue.at(-1);
      queue = [...(last && replaces(edit, last.edit) ? queue.slice(0, -1) : queue), waiting];
      const place = placeOf(edit);
      const overlay = new Map(state.overlay);
      if (place !== undefined) {
        newest.set(place, waiting.number);
        overlay.set(place, valueOf(edit));
      }
      become({ form: state.form, overlay, busy: true });
      pumping ??= pump();
    },
    settled: () => pumping ?? Promise.resolve(),
  };
}
