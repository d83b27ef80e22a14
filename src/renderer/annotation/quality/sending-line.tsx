/** Whether what was settled has reached the server. */
import { useTranslation } from 'react-i18next';
import type { SendState } from '../../../shared/contract/annotation/coding.ts';
import { failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { formatNumber } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './adjudication.module.css';

/** Nothing while nothing waits and nothing is wrong. */
export function SendingLine({
  unsent,
  sending,
}: {
  readonly unsent: number;
  readonly sending: SendState | undefined;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  if (unsent === 0 && sending?.state !== 'failed') return null;
  const state = sending?.state ?? 'idle';
  const isHeld = state === 'offline' || state === 'failed';
  return (
    <p className={classes.sending}>
      <StateMark
        tone={state === 'failed' ? 'bad' : isHeld ? 'warn' : 'busy'}
        word={t('quality.queue.waiting', { count: unsent, number: formatNumber(unsent, language) })}
      />
      {state === 'offline' && <span>{t('quality.queue.offline')}</span>}
      {state === 'failed' && sending?.problem && <span>{failureSentence(sending.problem, say)}</span>}
    </p>
  );
}
