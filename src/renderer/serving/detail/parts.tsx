/** What an application is made of, and what Argo CD says about it. */
import { useTranslation } from 'react-i18next';
import type { ApplicationDetail } from '../../../shared/contract/serving/applications.ts';
import classes from '../../ui/list-page.module.css';

/** Resources and conditions; nothing where there are none. */
export function Parts({ detail }: { readonly detail: ApplicationDetail }) {
  const { t } = useTranslation();
  const { resources, conditions } = detail;
  return (
    <>
      {conditions.length > 0 && (
        <section className={classes.section} aria-labelledby="serving-conditions">
          <h3 id="serving-conditions">{t('serving.conditions')}</h3>
          {conditions.map(({ type, message }) => (
            <p key={type} className={classes.note}>
              {type}: {message}
            </p>
          ))}
        </section>
      )}
      {resources.length > 0 && (
        <section className={classes.section} aria-labelledby="serving-parts">
          <h3 id="serving-parts">{t('serving.resources')}</h3>
          {resources.map(({ kind, name, sync, health, message }) => (
            <p key={`${kind} ${name}`} className={classes.line}>
              <span>
                {kind} <span className={classes.code}>{name}</span>
              </span>
              <span className={classes.note}>{[health, sync, message].filter(Boolean).join(' · ')}</span>
            </p>
          ))}
        </section>
      )}
    </>
  );
}
