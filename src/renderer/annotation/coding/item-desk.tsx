/** One item: its text, the search box with its list, and the notes of the highlighted code. */
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useId, useMemo, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { NotesPane } from '../codes/notes-pane.tsx';
import { AdviceLine } from './advice-line.tsx';
import { ChoiceRows } from './choice-rows.tsx';
import { choicesOf, codeOf } from './choices.ts';
import classes from './coding.module.css';
import type { CodingAction, CodingKeys } from './coding-keys.ts';
import { textOf, type ItemState } from './item-state.ts';
import { ItemText } from './item-text.tsx';
import { OwnLine } from './own-line.tsx';
import { adviceOf, offerOf, type SessionState } from './session-state.ts';
import type { Session } from './session.ts';
import { StandingLine } from './standing-line.tsx';

export interface ItemDeskProps {
  readonly state: SessionState;
  readonly item: ItemState;
  readonly session: Session;
  readonly tree: Tree;
  readonly known: Tree | undefined;
  readonly keys: CodingKeys;
  readonly box: RefObject<HTMLInputElement | null>;
  readonly commentBox: RefObject<HTMLInputElement | null>;
  readonly onAction: (action: CodingAction) => void;
}

/** Every part has its place and keeps it from item to item. */
export function ItemDesk(props: ItemDeskProps) {
  const { state, item, session, tree, known, keys, box, commentBox, onAction } = props;
  const { t } = useTranslation();
  const id = useId();
  const { campaign } = state.work;
  const advice = adviceOf(state);
  const offer = useMemo(() => offerOf(state, tree), [advice, state.candidates, campaign.level, tree]);
  const list = useMemo(() => choicesOf(item, offer), [item, offer]);
  const highlighted = codeOf(list.choices[list.at]);
  const seen = item.item.id;
  const focus = () => box.current?.focus();
  useEffect(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body || activeElement.tagName === 'MAIN') focus();
  });

  // Most changes are of one part only: what takes long to draw is drawn again only when it is another.
  const text = useMemo(
    () => <ItemText item={item.item} campaign={campaign} known={known} />,
    [item.item, campaign, known],
  );
  const rows = useMemo(
    () => (
      <ChoiceRows
        id={id}
        list={list}
        tree={tree}
        onPoint={(index) => (session.give({ kind: 'row', index, seen }), box.current?.focus())}
      />
    ),
    [id, list, tree, session, seen, box],
  );
  const notes = useMemo(
    () =>
      highlighted === undefined ? null : (
        <NotesPane
          key={highlighted}
          tree={tree}
          code={highlighted}
          onCode={(code) => (session.give({ kind: 'code', code, seen }), box.current?.focus())}
        />
      ),
    [tree, highlighted, session, seen, box],
  );

  const edit = (value: string) => {
    const shown = textOf(item);
    // What is being saved keeps its text: the rest was typed for the next item.
    if (!state.busy) return session.give({ kind: 'text', text: value, seen });
    if (!value.startsWith(shown)) return;
    for (const sign of value.slice(shown.length)) session.give({ kind: 'stroke', stroke: { sign } });
  };
  return (
    <>
      {text}
      <div className={classes.middle}>
        <div className={classes.finding}>
          <TextInput
            ref={box}
            role="combobox"
            aria-label={t('coding.search')}
            aria-expanded={list.choices.length > 0}
            aria-controls={id}
            aria-autocomplete="list"
            {...(list.at >= 0 && { 'aria-activedescendant': `${id}-${list.at}` })}
            placeholder={t('coding.search')}
            leftSection={<IconSearch size={16} />}
            spellCheck={false}
            autoComplete="off"
            value={textOf(item)}
            onChange={(event) => edit(event.currentTarget.value)}
          />
          <AdviceLine advice={advice} kind={list.kind} mode={campaign.mode} item={item} />
          {rows}
        </div>
        <aside className={classes.notes} aria-label={t('coding.notes')} tabIndex={0}>
          {notes}
        </aside>
      </div>
      <StandingLine state={state} onRetry={() => onAction('take')} />
      <OwnLine
        item={item}
        keys={keys}
        commentBox={commentBox}
        onComment={session.setComment}
        onLeave={focus}
        onAction={onAction}
      />
    </>
  );
}
