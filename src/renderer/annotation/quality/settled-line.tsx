/** What was settled before, by whom, and whether it has been sent. */
import { useTranslation } from 'react-i18next';
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import classes from './adjudication.module.css';

/** To undo it is to settle again, which the line says. */
export function SettledLine({
  settled,
  tree,
}: {
  readonly settled: NonNullable<Disagreement['settled']>;
  readonly tree: Tree | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(60_000);
  const { code, status, reason, comment, by, at, sent } = settled;
  return (
    <div className={classes.settled}>
      <StateMark
        tone={sent ? 'good' : 'busy'}
        word={t(sent ? 'quality.queue.settledSent' : 'quality.queue.settledWaiting')}
      />
      <div>
        {code === undefined ? t(`quality.statuses.${status}`) : <CodeTitle tree={tree} code={code} />}
      </div>
      <p>
        {t('quality.queue.settledBy', {
          by,
          time: formatMoment(at, now, language),
          reason: t(`quality.queue.reasons.${reason}`),
        })}
      </p>
      {comment !== '' && <p className={classes.comment}>{t('quality.queue.said', { comment })}</p>}
      <p className="quiet">{t('quality.queue.again')}</p>
    </div>
  );
}
