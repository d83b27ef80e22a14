/** Where an annotator works: the text, the list, the notes of the highlighted code, and how things stand. */
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { BatchWork } from '../../../shared/contract/annotation/coding.ts';
import { core } from '../../app/core.ts';
import { announce } from '../../app/notices.ts';
import { useSession } from '../../app/streams.ts';
import type { LoadedNomenclature } from '../codes/use-nomenclature.ts';
import { paceOf } from './active-time.ts';
import { BatchEnd } from './batch-end.tsx';
import { batchCounts } from './batch-place.ts';
import classes from './coding.module.css';
import type { CodingAction } from './coding-keys.ts';
import { ConflictsDialog } from './conflicts-dialog.tsx';
import { DeskHead } from './desk-head.tsx';
import { GuidelinesPane } from './guidelines-pane.tsx';
import { ItemDesk } from './item-desk.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { KeysLine } from './keys-line.tsx';
import { keepRemarks } from './remarks.ts';
import { useSending, useStayWhile } from './saved-mark.tsx';
import { shownId } from './session-state.ts';
import { createSession, type Session } from './session.ts';
import { useCodingKeys, useKeysOfCoding, type PageActions } from './use-coding-keys.ts';
import type { RecodingState } from './use-recoding.ts';

export interface DeskProps {
  readonly at: CampaignRef;
  readonly work: BatchWork;
  readonly codes: LoadedNomenclature;
  readonly recoding: RecodingState;
  /** The item to begin with. */
  readonly wished: string | undefined;
}

/** The whole screen while a batch is coded. */
export function Desk({ at, work, codes, recoding, wished }: DeskProps) {
  const { t } = useTranslation();
  const finder = useRef(codes.search);
  const person = usePerson();
  const [session] = useState(() =>
    createSession(
      {
        at,
        calls: core.annotation,
        tree: codes.tree,
        candidatesOf: ({ knownCode }) =>
          knownCode === undefined ? [] : (recoding.recoding?.candidates(knownCode) ?? []),
        finder: () => finder.current,
        clock: Date.now,
        remarks: keepRemarks(localStorage, person, at),
      },
      work,
      wished,
    ),
  );
  const state = useSyncExternalStore(session.subscribe, session.get);
  const sending = useSending(at);
  const keys = useKeysOfCoding();
  const box = useRef<HTMLInputElement>(null);
  const commentBox = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState<'guidelines' | 'keys' | 'conflicts'>();
  useEffect(() => {
    finder.current = codes.search;
    session.searchAgain();
  }, [codes.search, session]);
  useAttention(session);
  useStayWhile(state.busy === 'saving');

  const hasConflicts = (sending?.conflicts.length ?? 0) > 0;
  const page = useMemo<PageActions>(
    () => ({
      comment: () => commentBox.current?.focus(),
      guidelines: () => setOpen('guidelines'),
      help: () => setOpen('keys'),
      settle: () => hasConflicts && setOpen('conflicts'),
    }),
    [hasConflicts],
  );
  useCodingKeys(session, keys, box, page);

  const counts = useMemo(() => batchCounts(state.work), [state.work]);
  const shown = shownId(state);
  const { text } = state.item?.item ?? {};
  const place = state.place + 1;
  const count = state.work.items.length;
  useEffect(() => {
    announce(text === undefined ? t('coding.end.title') : `${t('coding.itemOf', { place, count })}: ${text}`);
    // Nothing but another item is news.
  }, [shown]);

  const act = useCallback(
    (action: CodingAction) => {
      if (page[action]) page[action]();
      else session.give({ kind: 'action', action, seen: shownId(session.get()) });
    },
    [page, session],
  );
  const focus = useCallback(() => box.current?.focus(), []);
  const actAndFocus = useCallback((action: CodingAction) => (act(action), focus()), [act, focus]);
  const close = () => {
    setOpen(undefined);
    focus();
  };
  return (
    <div className={classes.desk}>
      <DeskHead
        at={at}
        work={state.work}
        place={state.item && place}
        counts={counts}
        sending={sending}
        keys={keys}
        onAction={act}
        onLeave={focus}
      />
      {state.item ? (
        <ItemDesk
          state={state}
          item={state.item}
          session={session}
          tree={codes.tree}
          known={recoding.known}
          keys={keys}
          box={box}
          commentBox={commentBox}
          focus={focus}
          onAction={act}
        />
      ) : (
        <BatchEnd at={at} state={state} session={session} onAction={act} />
      )}
      <KeysLine keys={keys} isEnded={!state.item} pace={paceOf(counts.leadTimes)} onAction={actAndFocus} />
      {open === 'guidelines' && <GuidelinesPane campaign={state.work.campaign} onClose={close} />}
      {open === 'keys' && <KeysDialog onClose={close} />}
      {open === 'conflicts' && (
        <ConflictsDialog
          at={at}
          tree={codes.tree}
          conflicts={sending?.conflicts ?? []}
          onSettled={() => void session.reload()}
          onClose={close}
        />
      )}
    </div>
  );
}

/** The platform and the person who is signed in to it. */
function usePerson(): readonly string[] {
  const { value } = useSession();
  const current = value?.platforms.find(({ id }) => id === value.current);
  return [current?.id ?? '', current?.person?.userName ?? ''];
}

/** Tells the session when the person is there: keys come by another way. */
function useAttention(session: Session): void {
  useEffect(() => {
    const visible = () => (document.hidden ? session.hidden() : session.seen());
    const alive = () => session.alive();
    document.addEventListener('visibilitychange', visible);
    window.addEventListener('pointermove', alive, { passive: true });
    window.addEventListener('wheel', alive, { passive: true });
    return () => {
      document.removeEventListener('visibilitychange', visible);
      window.removeEventListener('pointermove', alive);
      window.removeEventListener('wheel', alive);
    };
  }, [session]);
}
