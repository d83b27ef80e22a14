/** The queue and the item that is looked at, with one set of keys for both. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignFile, CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { announce } from '../../app/notices.ts';
import type { NomenclatureState } from '../codes/use-nomenclature.ts';
import { AdjudicationDetail } from './adjudication-detail.tsx';
import type { QueueKey } from './adjudication-keys.ts';
import { AdjudicationList } from './adjudication-list.tsx';
import { QueueHead } from './queue-head.tsx';
import { queueOf } from './queue-filter.ts';
import { useQueue } from './queue-store.ts';
import { useQueueKeys } from './use-queue-keys.ts';
import { useSettling } from './use-settling.ts';
import type { Roles } from './use-roles.ts';
import { noVerdict, reasons, standingVerdict, takeOpinion, withoutCode, type Verdict } from './verdict.ts';
import classes from './adjudication.module.css';

export interface AdjudicationDeskProps {
  readonly at: CampaignRef;
  readonly campaign: CampaignFile;
  readonly loaded: NomenclatureState;
  readonly disagreements: readonly Disagreement[];
  /** False while later pages are still read. */
  readonly isComplete: boolean;
  readonly problem: FailureData | undefined;
  readonly onReload: () => void;
  readonly roles: Roles;
  /** The item that the address names. */
  readonly asked: string | undefined;
  readonly showNames: boolean;
  readonly onShowNames: (show: boolean) => void;
}

/** J K move, A to I take an opinion, 1 to 5 say why, Enter settles and goes on. */
export function AdjudicationDesk(props: AdjudicationDeskProps) {
  const { at, campaign, loaded, disagreements, roles, asked } = props;
  const { t } = useTranslation();
  const queue = useQueue(at);
  const list = useRef<HTMLDivElement>(null);
  const comment = useRef<HTMLTextAreaElement>(null);
  const search = useRef<HTMLDivElement>(null);
  const shown = queueOf(disagreements, queue.filter, loaded.tree, queue.settledHere);
  const item = shown.find((one) => one.item === (queue.item ?? asked)) ?? shown[0];
  const verdict: Verdict = item ? (queue.drafts[item.item] ?? standingVerdict(item)) : noVerdict;
  const focusList = () => list.current?.focus();
  const settling = useSettling({ at, shown, queue, onSettled: focusList });
  useEffect(() => {
    // Whoever walks along the tabs by arrow keys goes on there.
    if (document.activeElement?.role !== 'tab') list.current?.focus({ preventScroll: true });
  }, []);

  const goTo = (one: Disagreement | undefined) => {
    if (!one) return;
    settling.forget();
    queue.setItem(one.item);
    focusList();
  };
  const change = (next: Verdict | undefined) => {
    if (!item || !next || !roles.settles) return;
    settling.forget();
    queue.setDraft(item.item, next);
  };
  const settle = () => {
    if (item && roles.settles) void settling.settle(item, verdict);
  };
  const act = (key: QueueKey) => {
    const place = item ? shown.indexOf(item) : 0;
    switch (key.kind) {
      case 'move':
        return goTo(shown[Math.min(shown.length - 1, Math.max(0, place + key.by))]);
      case 'end':
        return goTo(key.of === 'first' ? shown[0] : shown.at(-1));
      case 'opinion':
        return change(takeOpinion(verdict, item?.opinions ?? [], key.letter));
      case 'reason': {
        const reason = reasons[key.number - 1];
        return change(reason && { ...verdict, reason });
      }
      case 'unclassifiable':
        return change(withoutCode(verdict));
      case 'comment':
        return comment.current?.focus();
      case 'search':
        return search.current?.querySelector('input')?.focus();
      case 'settle':
        return settle();
      case 'leave':
        return focusList();
    }
  };
  useQueueKeys(item?.opinions.length ?? 0, act);

  return (
    <div className={classes.desk}>
      <QueueHead
        at={at}
        disagreements={disagreements}
        isComplete={props.isComplete}
        shown={shown.length}
        queue={queue}
        tree={loaded.tree}
        roles={roles}
        showNames={props.showNames}
        onShowNames={props.onShowNames}
        onReload={props.onReload}
      />
      {props.problem && <FailureView failure={props.problem} onRetry={props.onReload} compact />}
      <AdjudicationList ref={list} shown={shown} active={item?.item} onChoose={goTo} />
      {item && (
        <AdjudicationDetail
          key={item.item}
          item={item}
          campaign={campaign}
          loaded={loaded}
          verdict={verdict}
          canSettle={roles.settles}
          showNames={props.showNames}
          settling={settling}
          comment={comment}
          search={search}
          onChange={change}
          onSettle={settle}
          onCode={(code) => {
            change({ ...verdict, status: 'done', code });
            announce(t('quality.queue.took', { code }));
            focusList();
          }}
        />
      )}
    </div>
  );
}
