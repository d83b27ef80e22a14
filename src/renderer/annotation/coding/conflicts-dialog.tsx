/** Items that were decided differently on two laptops: the person says which decision holds. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { Decision, SendState } from '../../../shared/contract/annotation/coding.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatMoment } from '../../ui/format.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import classes from './coding.module.css';

export interface ConflictsDialogProps {
  readonly at: CampaignRef;
  readonly tree: Tree;
  readonly conflicts: SendState['conflicts'];
  readonly onSettled: () => void;
  readonly onClose: () => void;
}

/** One after the other; it closes itself when none is left. */
export function ConflictsDialog({ at, tree, conflicts, onSettled, onClose }: ConflictsDialogProps) {
  const { t } = useTranslation();
  const conflict = conflicts[0];
  useEffect(() => {
    if (!conflict) onClose();
  });
  if (!conflict) return null;
  const settle = (keep: string) =>
    attempt(async () => {
      await core.annotation.settleConflict({ at, item: conflict.item, keep });
      onSettled();
    });
  return (
    <Dialog title={t('coding.conflictTitle', { count: conflicts.length })} onClose={onClose} size="lg">
      <p className={classes.text}>{conflict.text}</p>
      <p className="quiet">{t('coding.conflictHint')}</p>
      <ul className={classes.conflict}>
        {conflict.decisions.map((decision) => (
          <li key={decision.id}>
            <Opinion decision={decision} tree={tree} />
            <Button onClick={() => void settle(decision.id)}>{t('coding.keep')}</Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Opinion({ decision, tree }: { readonly decision: Decision; readonly tree: Tree }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { codeFinal, status, machine, decidedAt, comment } = decision;
  return (
    <span>
      {codeFinal === undefined ? t(`coding.decided.${status}`) : <CodeTitle tree={tree} code={codeFinal} />}
      <span className={classes.opinion}>
        {t('coding.decidedOn', { machine, time: formatMoment(decidedAt, Date.now(), language) })}
        {comment && ` · ${comment}`}
      </span>
    </span>
  );
}
