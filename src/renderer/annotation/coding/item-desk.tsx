/** One item: its text, the search box with its list, and the notes of the highlighted code. */
import { useDeferredValue, useEffect, useId, useMemo, type RefObject } from 'react';
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
import { remarksOf } from './remarks.ts';
import { SearchBox } from './search-box.tsx';
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
  /** Gives the focus to the search box. */
  readonly focus: () => void;
  readonly onAction: (action: CodingAction) => void;
}

/** Every part has its place and keeps it from item to item. */
export function ItemDesk(props: ItemDeskProps) {
  const { state, item, session, tree, known, keys, box, commentBox, focus, onAction } = props;
  const { t } = useTranslation();
  const id = useId();
  const { campaign } = state.work;
  const advice = adviceOf(state);
  const offer = useMemo(() => offerOf(state, tree), [advice, state.candidates, campaign.level, tree]);
  const list = useMemo(() => choicesOf(item, offer), [item, offer]);
  const highlighted = codeOf(list.choices[list.at]);
  const seen = item.item.id;
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
        onPoint={(index) => (session.give({ kind: 'row', index, seen }), focus())}
      />
    ),
    [id, list, tree, session, seen, focus],
  );
  // The notes follow the text and the list: they may be long, and are read after them.
  const wanted = useMemo(() => ({ code: highlighted, seen }), [highlighted, seen]);
  const noted = useDeferredValue(wanted);
  const notes = useMemo(() => {
    const { code, seen: of } = noted;
    if (code === undefined) return null;
    const jump = (to: string) => (session.give({ kind: 'code', code: to, seen: of }), focus());
    return <NotesPane key={code} tree={tree} code={code} onCode={jump} />;
  }, [tree, noted, session, focus]);

  return (
    <>
      {text}
      <div className={classes.middle}>
        <div className={classes.finding}>
          <SearchBox
            box={box}
            text={textOf(item)}
            list={id}
            at={list.at}
            isEmpty={list.choices.length === 0}
            onText={session.edit}
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
        {...remarksOf(item)}
        keys={keys}
        commentBox={commentBox}
        onComment={session.setComment}
        onLeave={focus}
        onAction={onAction}
      />
    </>
  );
}
