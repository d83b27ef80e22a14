/** Earlier states of an application, and the way back to them. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Application, ApplicationDetail } from '../../../shared/contract/serving/applications.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { formatMoment } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { shortImage } from '../application-state.ts';

export interface HistoryProps {
  readonly application: Application;
  readonly history: ApplicationDetail['history'];
}

/** Newest first. */
export function History({ application, history }: HistoryProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, autoSync = false, rights, kind } = application;
  const mayGoBack = (kind === 'argo-cd' ? rights.sync : rights.change) && !autoSync;
  return (
    <section className={classes.section} aria-labelledby="serving-history">
      <h3 id="serving-history">{t('serving.history')}</h3>
      {history.length === 0 && <p className={classes.note}>{t('serving.historyNone')}</p>}
      {history.map((state) => (
        <div key={state.id} className={classes.line}>
          <span>{formatMoment(state.at, Date.now(), language)}</span>
          <span>{state.model ?? state.images.map(shortImage).join(', ')}</span>
          {state.by !== undefined && <span className={classes.note}>{state.by}</span>}
          {state.current ? (
            <span className={classes.note}>{t('serving.current')}</span>
          ) : (
            <Button
              size="compact-sm"
              disabled={!mayGoBack}
              onClick={() => void attempt(() => core.serving.rollbackApplication({ id, history: state.id }))}
            >
              {t('serving.rollback')}
            </Button>
          )}
        </div>
      ))}
      {autoSync && <p className={classes.note}>{t('serving.rollbackAuto')}</p>}
    </section>
  );
}
