/** A person codes a batch: what keys do, and what the core is asked for. The page only draws it. */
import type {
  BatchWork,
  CodingItem,
  Decision,
  DecisionInput,
} from '../../../shared/contract/annotation/coding.ts';
import { failureOf } from '../../app/failures.ts';
import { beginTime, hiddenAt, shownAt, signOfLife, spentUntil, type ActiveTime } from './active-time.ts';
import { nextOpen, placeOf } from './batch-place.ts';
import { createBegun } from './begun-items.ts';
import { choicesOf, codeOf, sourceOf, takenCode, type Choice } from './choices.ts';
import type { CodingAction } from './coding-keys.ts';
import { createInputs, isMeant, type Input } from './inputs.ts';
import { movedTo, pressedOn } from './item-keys.ts';
import * as item from './item-state.ts';
import type { Advice, ItemState } from './item-state.ts';
import { sameRemarks } from './remarks.ts';
import { adviceOf, offerOf, shownId, type SessionParts, type SessionState } from './session-state.ts';

export type Session = ReturnType<typeof createSession>;

const statuses: Partial<Record<CodingAction, DecisionInput['status']>> = {
  skip: 'skipped',
  delegate: 'delegated',
  unclassifiable: 'unclassifiable',
};

/** Items whose suggestions are asked for before they are shown. */
const askedAhead = 2;

/** @param first the batch, @param wished the item to begin with; else the first that is open. */
export function createSession(parts: SessionParts, first: BatchWork, wished?: string) {
  const { at, calls, tree, clock } = parts;
  const listeners = new Set<() => void>();
  const begun = createBegun(parts.remarks);
  let time: ActiveTime = beginTime(clock());
  let asking: Promise<void> | undefined;
  let state: SessionState = {
    work: first,
    place: 0,
    item: undefined,
    advice: new Map(),
    busy: undefined,
    failure: undefined,
    ahead: '',
    hint: undefined,
    candidates: [],
  };
  const set = (change: Partial<SessionState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const change = (next: ItemState) => {
    if (state.item && !sameRemarks(state.item, next)) begun.remember(state.work, next);
    set({ item: next, hint: undefined });
  };
  const inputs = createInputs(apply, (ahead) => set({ ahead }));

  /** Puts an item on screen; undefined: the batch is at its end. */
  function show(work: BatchWork, place: number | undefined, before?: Decision): void {
    const shown = place === undefined ? undefined : work.items[place];
    const decision = before ?? (shown && work.decisions[shown.id]);
    time = beginTime(clock(), decision?.leadTime);
    asking = undefined;
    set({
      work,
      place: place ?? work.items.length,
      item:
        shown && (before ? item.openItem(shown, before, work.firstCodes[shown.id]) : begun.open(work, shown)),
      candidates: shown ? parts.candidatesOf(shown) : [],
      failure: undefined,
      hint: undefined,
    });
    if (place === undefined) return;
    for (const one of work.items.slice(place, place + 1 + askedAhead)) advise(one);
  }

  function advise(one: CodingItem): void {
    const { mode } = state.work.campaign;
    const isSeen = mode === 'assisted' || (mode === 'reveal' && state.work.firstCodes[one.id] !== undefined);
    const known = state.advice.get(one.id)?.state ?? 'hidden';
    if (!isSeen || (known !== 'hidden' && known !== 'failed')) return;
    if (one.suggestions) return learn(one.id, { state: 'there', set: one.suggestions });
    learn(one.id, { state: 'asking' });
    calls.suggestions({ at, item: one.id }).then(
      ({ suggestions, problem }) => learn(one.id, item.adviceFrom(suggestions, problem)),
      (error: unknown) => learn(one.id, { state: 'failed', problem: failureOf(error) }),
    );
  }
  const learn = (id: string, advice: Advice) => set({ advice: new Map(state.advice).set(id, advice) });

  function search(now: ItemState): void {
    const text = item.textOf(now);
    change(now);
    asking =
      text.trim() === ''
        ? undefined
        : parts
            .finder()
            ?.find(text)
            .then((hits) => {
              if (!state.item) return;
              const found = item.withHits(state.item, text, hits);
              const isShown = choicesOf(found, offerOf(state, tree)).kind === 'found';
              set({ item: { ...found, searchUsed: state.item.searchUsed || isShown } });
            });
  }

  function apply(input: Input): Promise<void> | undefined {
    if (!isMeant(input, shownId(state))) return undefined;
    time = signOfLife(time, clock());
    if (input.kind === 'action') return act(input.action);
    if (!state.item) return undefined;
    if (input.kind === 'stroke') search(item.withStroke(state.item, input.stroke));
    else if (input.kind === 'text') search(item.withText(state.item, input.text));
    else if (input.kind === 'code') change(item.standingOn(state.item, input.code));
    else change(movedTo(state.item, offerOf(state, tree), input.index));
    return undefined;
  }

  function act(action: CodingAction): Promise<void> | undefined {
    if (action === 'undo') return undo();
    if (action === 'previous' || action === 'next') return goBy(action === 'next' ? 1 : -1);
    const now = state.item;
    if (!now) return action === 'take' ? openNext() : undefined;
    if (action === 'take') return take();
    const status = statuses[action];
    if (status) return decide(now, { status });
    if (action === 'clear') inputs.forget();
    const next = pressedOn(now, action, offerOf(state, tree));
    if (next) change(next);
    return undefined;
  }

  async function take(): Promise<void> {
    await asking;
    const now = state.item;
    if (!now) return;
    const list = choicesOf(now, offerOf(state, tree));
    const choice = list.choices[list.at];
    if (choice) return choose(now, choice);
    const isAsked = adviceOf(state).state === 'asking';
    const isEmpty = item.textOf(now).trim() === '';
    set({ hint: isEmpty ? (isAsked ? 'suggestions-asked' : 'type-something') : 'nothing-found' });
  }

  async function choose(now: ItemState, choice: Choice): Promise<void> {
    const chosen = codeOf(choice);
    if (chosen === undefined) return change({ ...now, withoutCandidates: true, place: undefined });
    const { mode, level } = state.work.campaign;
    const code = takenCode(tree, chosen, level);
    if (code === undefined) {
      const child = tree.children(chosen)[0]?.code;
      set({ item: item.standingOn(now, child), hint: child ? 'several-below' : 'wrong-level' });
      return;
    }
    const found = sourceOf(choice, item.textOf(now));
    if (mode === 'reveal' && now.firstCode === undefined) await reveal(now, code, found);
    else await decide(now, { status: 'done', codeFinal: code, ...found });
  }

  async function reveal(now: ItemState, code: string, found: Partial<DecisionInput>): Promise<void> {
    const { id } = now.item;
    const leadTime = Math.round(spentUntil(time, clock()));
    set({ busy: 'revealing', failure: undefined });
    try {
      const { suggestions, problem } = await calls.reveal({ at, item: id, code, leadTime });
      const work = { ...state.work, firstCodes: { ...state.work.firstCodes, [id]: code } };
      set({ work, busy: undefined });
      learn(id, item.adviceFrom(suggestions, problem));
      const kept = {
        ...item.cleared(state.item ?? now),
        firstCode: code,
        own: { code, source: 'first' } as const,
      };
      // The model has nothing to say: nothing is left to choose.
      if (suggestions) change(kept);
      else await decide(kept, { status: 'done', codeFinal: code, ...found });
    } catch (error) {
      fail(error);
    }
  }

  async function decide(
    now: ItemState,
    what: Pick<DecisionInput, 'status'> & Partial<DecisionInput>,
  ): Promise<void> {
    const { id } = now.item;
    const decision: DecisionInput = {
      searchUsed: now.searchUsed,
      flagged: now.flagged,
      comment: now.comment.trim(),
      ...(now.difficulty !== undefined && { difficulty: now.difficulty }),
      leadTime: Math.round(spentUntil(time, clock())),
      ...what,
    };
    set({ busy: 'saving', failure: undefined, hint: undefined });
    try {
      const made = await calls.decide({ at, item: id, decision });
      begun.decide(id, made, state.item && !sameRemarks(state.item, now) ? state.item : undefined);
      const work = { ...state.work, decisions: { ...state.work.decisions, [id]: made } };
      set({ busy: undefined });
      inputs.release();
      show(work, nextOpen(work, state.place));
    } catch (error) {
      fail(error);
    }
  }

  function fail(error: unknown): void {
    inputs.hold();
    set({ busy: undefined, failure: failureOf(error) });
  }

  async function undo(): Promise<void> {
    set({ busy: 'undoing', failure: undefined, hint: undefined });
    try {
      const undone = await calls.undo({ at });
      if (!undone) return set({ busy: undefined, hint: 'nothing-to-undo' });
      const { item: id, batch, was } = undone;
      leave();
      begun.undo(id);
      const there = batch === state.work.batch ? state.work : await calls.batch({ at, batch });
      const { [id]: _withdrawn, ...decisions } = there.decisions;
      const firstCodes =
        was.mode === 'reveal' && was.codeFirst !== undefined
          ? { ...there.firstCodes, [id]: was.codeFirst }
          : there.firstCodes;
      const work = { ...there, decisions, firstCodes };
      set({ busy: undefined });
      show(work, placeOf(work, id), was);
      if (state.item) begun.remember(work, state.item);
      set({ hint: 'undone' });
    } catch (error) {
      fail(error);
    }
  }

  async function openNext(): Promise<void> {
    set({ busy: 'opening', failure: undefined });
    try {
      const work = await calls.openBatch({ at });
      set({ busy: undefined, advice: new Map() });
      show(work, nextOpen(work, -1));
    } catch (error) {
      fail(error);
    }
  }

  /** Keeps what was begun on the item that is left. */
  function leave(): void {
    if (state.item) begun.leave(state.item);
  }

  function goBy(by: 1 | -1): undefined {
    const place = state.place + by;
    if (place < 0 || place >= state.work.items.length) return;
    leave();
    show(state.work, place);
  }

  const start = placeOf(first, wished) ?? nextOpen(first, -1);
  show(first, start);

  return {
    get: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    give: inputs.give,
    /** The search box was changed otherwise than by a key at its end. What is being saved keeps its text: the rest is for the next item. */
    edit(text: string) {
      if (!state.item) return;
      if (!state.busy) return inputs.give({ kind: 'text', text, seen: shownId(state) });
      const shown = item.textOf(state.item);
      if (!text.startsWith(shown)) return;
      for (const sign of text.slice(shown.length)) inputs.give({ kind: 'stroke', stroke: { sign } });
    },
    /** Searches again for what stands in the box: the search was not ready, or speaks another language now. */
    searchAgain: () => state.item && item.textOf(state.item).trim() !== '' && search(state.item),
    setComment: (comment: string) => state.item && change({ ...state.item, comment }),
    goTo(id: string) {
      const place = placeOf(state.work, id);
      if (place === undefined) return;
      leave();
      show(state.work, place);
    },
    /** The batch as the core has it now, after a conflict was settled; the person stays where they are. */
    async reload() {
      const work = await calls.batch({ at, batch: state.work.batch });
      if (work.batch !== state.work.batch) return;
      set({ work: { ...work, firstCodes: { ...state.work.firstCodes, ...work.firstCodes } } });
      if (!state.item) show(state.work, nextOpen(state.work, -1));
    },
    alive: () => void (time = signOfLife(time, clock())),
    hidden: () => void (time = hiddenAt(time, clock())),
    seen: () => void (time = shownAt(time, clock())),
  };
}
