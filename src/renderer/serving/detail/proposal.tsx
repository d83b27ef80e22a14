/** What a change would do: the lines that differ, the patch, the command; and doing it, where the person may. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { core } from '../../app/core.ts';
import { CodeBox } from '../../ui/code-box.tsx';
import classes from '../../ui/list-page.module.css';
import { ToneIcon } from '../../ui/state-mark.tsx';
import styles from './proposal.module.css';
import { diffLines } from './serving-changes.ts';

export interface ProposalProps {
  readonly proposed: Awaited<ReturnType<typeof core.serving.proposeChange>>;
  readonly onApply: () => void;
}

const signs = { removed: '−', added: '+', same: ' ', place: '' } as const;

/** Below the fields of the dialog. */
export function Proposal({ proposed, onApply }: ProposalProps) {
  const { t } = useTranslation();
  const { diff, patch, ways, undoneBySync } = proposed;
  const mayApply = ways.includes('apply');
  return (
    <div className={styles.proposal}>
      <h3>{t('serving.changing.diff')}</h3>
      <ol className={styles.diff} aria-label={t('serving.changing.diff')} tabIndex={0}>
        {diffLines(diff).map(({ kind, text }, index) => (
          <li key={index} data-kind={kind}>
            <span aria-hidden="true">{signs[kind]}</span>
            {(kind === 'removed' || kind === 'added') && (
              <span className="visually-hidden">{t(`serving.changing.${kind}`)} </span>
            )}
            <code>{text}</code>
          </li>
        ))}
      </ol>
      <h3>{t('serving.changing.patch')}</h3>
      <CodeBox label={t('serving.changing.patch')} text={patch} />
      {undoneBySync && (
        <p className={classes.warning}>
          <ToneIcon tone="warn" />
          <span>{t('serving.changing.undone')}</span>
        </p>
      )}
      {mayApply ? (
        <Button variant={undoneBySync ? 'default' : 'filled'} size="sm" onClick={onApply}>
          {t('serving.changing.apply')}
        </Button>
      ) : (
        <p className={classes.note}>{t('serving.noRights')}</p>
      )}
    </div>
  );
}
