/** One line at the bottom of the storage: what is moving. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { useTransfers } from '../../app/streams.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import { TransferActions } from './transfer-actions.tsx';
import { foremost, isActive, progressWords, shareOf, transferTones } from './transfer-words.ts';
import classes from './transfers.module.css';

/** Absent while nothing moves and nothing ended just now. */
export function TransfersLine() {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const now = useNow(5_000);
  const { value } = useTransfers();
  const transfer = value && foremost(value, now);
  if (!value || !transfer) return null;
  const others = value.transfers.filter((one) => one.id !== transfer.id && isActive(one)).length;
  const share = shareOf(transfer);
  const words = (key: string, values?: Record<string, string | number>) => say(key, values ?? {}) ?? '';
  const title = t(`transfers.kinds.${transfer.kind}`, { name: transfer.name || t('transfers.several') });
  return (
    <section className={classes.line} aria-label={t('transfers.title')}>
      {share !== undefined && isActive(transfer) && (
        <div
          className={classes.lineBar}
          role="progressbar"
          aria-label={title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
          style={{ width: `${share * 100}%` }}
        />
      )}
      <div className={classes.lineText}>
        <StateMark tone={transferTones[transfer.state]} word={t(`transfers.states.${transfer.state}`)} />
        <span className={classes.what}>{title}</span>
        <span className={classes.progress}>{progressWords(transfer, language, words)}</span>
        {transfer.problem && <span>{failureSentence(transfer.problem, say)}</span>}
      </div>
      <TransferActions transfer={transfer} />
      <Link to="/storage/transfers" search={{ id: transfer.id }}>
        {others > 0 ? t('transfers.allAndOthers', { count: others }) : t('transfers.all')}
      </Link>
    </section>
  );
}
