/** The keys of the list: moving, selecting, letters that jump. */
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../../shared/contract/storage/listing.ts';
import { failureOf } from '../../../app/failures.ts';
import { describePress } from '../../../app/keys/keys.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { useNotices } from '../../../app/notices.ts';
import { formatNumber } from '../../../ui/format.ts';
import { isMac } from '../../../ui/key-hint.tsx';
import { actionKeys, type ActionName } from '../actions/actions.ts';
import { useBrowse } from '../browse-context.ts';
import { parentOf } from '../place-address.ts';
import { allChosen, mostByHand, nothingChosen, onlyThese, toggled } from './chosen.ts';
import type { ActiveRow } from './use-active.ts';

/** Letters that belong to one word when they follow each other as closely. */
const typingMilliseconds = 900;
const sequenceMilliseconds = 1_200;

const actionOf = new Map(
  Object.entries(actionKeys).map(([action, press]) => [press, action as ActionName] as const),
);

export interface ListKeys {
  readonly onKeyDown: (event: React.KeyboardEvent) => void;
  /** Selects from where a selection began to there. */
  readonly extendTo: (index: number) => void;
  readonly beginAt: (index: number) => void;
}

/** Keys over the active row; `pageRows` is what fits on the screen, `openMenu` shows the menu of the row. */
export function useListKeys(active: ActiveRow, pageRows: number, openMenu: () => void): ListKeys {
  const { t } = useTranslation();
  const language = useLanguage();
  const browse = useBrowse();
  const { source, view, chosen, choose } = browse;
  const began = useRef<number | undefined>(undefined);
  const typed = useRef({ text: '', at: 0 });
  const ranges = useRef(0);
  // Times are counted from when the page was opened, so 0 would be a key that was just pressed.
  const sequenceAt = useRef(-Infinity);
  const jumping = useRef<Promise<void> | undefined>(undefined);
  const latest = useRef<{ run(press: string): unknown; jump(text: string, step: 0 | 1): Promise<void> }>({
    run: () => undefined,
    jump: () => Promise.resolve(),
  });
  const count = view.state?.matching ?? 0;
  const row: Row | undefined = source?.row(active.index);

  const extendTo = async (index: number) => {
    const from = (began.current ??= active.index);
    const [low, high] = from < index ? [from, index] : [index, from];
    active.to(index);
    const mine = (ranges.current += 1);
    if (!source) return;
    if (low === 0 && high === count - 1 && view.state?.state === 'done') {
      choose(allChosen);
      return;
    }
    if (high - low >= mostByHand) {
      const message = t('storage.list.tooMany', { number: formatNumber(mostByHand, language) });
      useNotices.getState().show({ failure: { code: 'invalid-input', message } });
      return;
    }
    try {
      const rows = Array.from({ length: high - low + 1 }, (_, at) => source.row(low + at));
      const known = rows.every((one) => one !== undefined) ? rows : await source.rows(low, high + 1);
      // A longer or shorter range that was asked for since is the one that is meant.
      if (ranges.current === mine) choose(onlyThese(known));
    } catch (error) {
      useNotices.getState().show({ failure: failureOf(error) });
    }
  };
  const move = (by: number) => {
    began.current = undefined;
    active.to(active.index + by);
  };
  /** What is typed so far; a pause begins a new word, the same letter again goes to the next row that begins so. */
  const spell = (letter: string, at: number): { readonly text: string; readonly step: 0 | 1 } => {
    const isGoingOn = typed.current.text !== '' && at - typed.current.at < typingMilliseconds;
    const repeats = isGoingOn && typed.current.text === letter;
    const text = isGoingOn && !repeats ? typed.current.text + letter : letter;
    typed.current = { text, at };
    return { text, step: isGoingOn && !repeats ? 0 : 1 };
  };
  const jump = async (text: string, step: 0 | 1) => {
    const from = active.index + step;
    const found = await source?.find(text, from).then(
      async (index) => (index < 0 && from > 0 ? source.find(text, 0) : index),
      () => -1,
    );
    if (found === undefined || found < 0) return;
    await source?.reach(found);
    began.current = undefined;
    flushSync(() => active.to(found));
  };
  const escape = () => {
    if (chosen.kind === 'all' || chosen.rows.size > 0) choose(nothingChosen);
    else if (browse.shown) browse.show(undefined);
    else if (browse.filter) browse.setFilter('');
    else return false;
    return true;
  };
  const up = () => {
    if (browse.place.prefix) browse.go({ ...browse.place, prefix: parentOf(browse.place.prefix) });
  };

  const keys: Record<string, () => unknown> = {
    arrowdown: () => move(1),
    j: () => move(1),
    arrowup: () => move(-1),
    k: () => move(-1),
    pagedown: () => move(pageRows),
    pageup: () => move(-pageRows),
    home: () => move(-count),
    end: () => move(count),
    'shift+arrowdown': () => extendTo(Math.min(count - 1, active.index + 1)),
    'shift+arrowup': () => extendTo(Math.max(0, active.index - 1)),
    'shift+pagedown': () => extendTo(Math.min(count - 1, active.index + pageRows)),
    'shift+pageup': () => extendTo(Math.max(0, active.index - pageRows)),
    'shift+home': () => extendTo(0),
    'shift+end': () => extendTo(count - 1),
    space: () => row && browse.show(row.key, row.version ? { version: row.version.id } : {}),
    x: () => {
      if (!row) return;
      began.current = active.index;
      choose(toggled(chosen, row));
    },
    'mod+space': () => row && choose(toggled(chosen, row)),
    'mod+a': () => choose(allChosen),
    'shift+f10': openMenu,
    contextmenu: openMenu,
    backspace: up,
    escape,
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.defaultPrevented) return;
    const press = describePress(event.nativeEvent, isMac);
    const at = event.timeStamp;
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    // The second letter of a sequence such as G S belongs to the whole app.
    if (isLetter && at - sequenceAt.current < sequenceMilliseconds) {
      sequenceAt.current = -Infinity;
      return;
    }
    const isTyping = isLetter && typed.current.text !== '' && at - typed.current.at < typingMilliseconds;
    // Held with Shift the letters that are keys jump too.
    const isKey = !isTyping && !(event.shiftKey && isLetter);
    if (isLetter && isKey && press === 'g') {
      sequenceAt.current = at;
      return;
    }
    if (isLetter && isKey && (press === '/' || press === '?')) return;
    if (press === 'mod+c' && getSelection()?.toString()) return;
    const action = actionOf.get(press);
    if (isKey && (action ?? keys[press])) {
      typed.current = { text: '', at: 0 };
      if (jumping.current) {
        // The row that was typed for is still looked for: the key is about that one.
        event.preventDefault();
        jumping.current = jumping.current.then(() => void latest.current.run(press));
      } else if (run(press) !== false) event.preventDefault();
      return;
    }
    if (!isLetter) return;
    event.preventDefault();
    const { text, step } = spell(event.key, at);
    const jumped: Promise<void> = (jumping.current ?? Promise.resolve())
      .then(() => latest.current.jump(text, step))
      .finally(() => {
        if (jumping.current === jumped) jumping.current = undefined;
      });
    jumping.current = jumped;
  };
  const run = (press: string): unknown => {
    const action = actionOf.get(press);
    return action ? browse.perform(action) : keys[press]?.();
  };
  latest.current = { run, jump };

  return {
    onKeyDown,
    extendTo: (index) => void extendTo(index),
    beginAt: (index) => void (began.current = index),
  };
}
