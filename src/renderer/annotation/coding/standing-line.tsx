/** One line that says what just did not go as a key wished, and what was typed ahead. */
import { useTranslation } from 'react-i18next';
import { FailureView } from '../../app/failure-view.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './coding.module.css';
import type { SessionState } from './session-state.ts';

/** Keeps its place when there is nothing to say. */
export function StandingLine({
  state,
  onRetry,
}: {
  readonly state: SessionState;
  readonly onRetry: () => void;
}) {
  const { t } = useTranslation();
  const { failure, hint, ahead, busy, item, work } = state;
  const standing = item && work.decisions[item.item.id];
  return (
    <div className={classes.standing}>
      {failure && <FailureView failure={failure} onRetry={onRetry} compact />}
      <span role="status">
        {failure && t('coding.stillHere')} {!failure && hint && t(`coding.hints.${hint}`)}
        {ahead !== '' && t('coding.ahead', { text: ahead })}
      </span>
      {busy && ahead === '' && !failure && <span className={classes.busy}>{t(`coding.busy.${busy}`)}</span>}
      {standing && (
        <span className={classes.decided}>
          <StateMark tone="good" word={t(`coding.decided.${standing.status}`)} /> {standing.codeFinal}
        </span>
      )}
    </div>
  );
}
