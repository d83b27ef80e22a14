/** What each person said, as A, B, C; the names only where they are asked for. */
import { useTranslation } from 'react-i18next';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { CodeTitle } from '../codes/code-title.tsx';
import { isChosen, letterAt, takes, type Opinion, type Verdict } from './verdict.ts';
import classes from './adjudication.module.css';

export interface OpinionListProps {
  readonly opinions: readonly Opinion[];
  readonly tree: Tree | undefined;
  readonly verdict: Verdict;
  readonly canSettle: boolean;
  readonly showNames: boolean;
  readonly onChoose: (opinion: Opinion) => void;
}

/** Each is a button that takes the opinion over; one that says nothing of the code cannot be taken. */
export function OpinionList({ opinions, showNames, ...rest }: OpinionListProps) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="opinions">
      <h3 id="opinions" className={classes.title}>
        {t('quality.queue.opinions')}{' '}
        {!showNames && <span className="quiet">{t('quality.queue.namesHidden')}</span>}
      </h3>
      <ul className={classes.opinions}>
        {opinions.map((opinion, place) => (
          <li key={opinion.who}>
            <OpinionRow opinion={opinion} letter={letterAt(place)} showNames={showNames} {...rest} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OpinionRowProps extends Omit<OpinionListProps, 'opinions'> {
  readonly opinion: Opinion;
  readonly letter: string | undefined;
}

function OpinionRow({ opinion, letter, tree, verdict, canSettle, showNames, onChoose }: OpinionRowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { who, status, code, comment, flagged } = opinion;
  return (
    <>
      <button
        type="button"
        className={classes.opinion}
        aria-pressed={isChosen(verdict, opinion)}
        disabled={!canSettle || !takes(opinion)}
        onClick={() => onChoose(opinion)}
      >
        {letter === undefined ? <span>{who}</span> : <KeyHint keys={letter} language={language} />}
        {code === undefined ? (
          <span>{t(`quality.statuses.${status}`)}</span>
        ) : (
          <CodeTitle tree={tree} code={code} />
        )}
        <span className={classes.who}>
          {showNames && who}
          {flagged && ` ${t('quality.queue.flagged')}`}
          {status !== 'done' && code !== undefined && ` ${t(`quality.statuses.${status}`)}`}
        </span>
      </button>
      {comment !== '' && <p className={classes.comment}>{t('quality.queue.said', { comment })}</p>}
    </>
  );
}
