/** Comparisons that were made before, kept on this laptop. */
import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../shared/contract/serving/comparison.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';

export interface EarlierComparisonsProps {
  readonly comparisons: readonly Comparison[];
  readonly shown: string | undefined;
  readonly onShow: (id: string) => void;
  readonly onForget: (id: string) => void;
}

/** Newest first. */
export function EarlierComparisons({ comparisons, shown, onShow, onForget }: EarlierComparisonsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <section className={classes.section} aria-labelledby="comparison-earlier">
      <h2 id="comparison-earlier">{t('serving.comparing.earlier')}</h2>
      {comparisons.length === 0 && <p className={classes.note}>{t('serving.comparing.earlierNone')}</p>}
      {comparisons.map(({ id, names, goldTitle, at }) => {
        const name = t('serving.comparing.versus', names);
        return (
          <div key={id} className={classes.line}>
            <Button
              variant={id === shown ? 'light' : 'subtle'}
              aria-pressed={id === shown}
              onClick={() => onShow(id)}
            >
              {name}
            </Button>
            <span className={classes.note}>
              {goldTitle} · {formatMoment(at, Date.now(), language)}
            </span>
            <CloseButton
              size="sm"
              aria-label={t('serving.comparing.remove', { name })}
              onClick={() => onForget(id)}
            />
          </div>
        );
      })}
    </section>
  );
}
