/** Whether a profile gives what the model itself expects of its own examples. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PreprocessingProfile } from '../../../shared/contract/models/inference.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from '../models.module.css';

/** The profile as it stands in the form, saved or not. */
export function ProfileCheck({
  id,
  profile,
  isReady,
}: {
  readonly id: string;
  readonly profile: PreprocessingProfile;
  readonly isReady: boolean;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { mutate, data, error, isPending, variables } = useMutation({
    mutationFn: (asked: PreprocessingProfile) => core.models.checkProfile({ id, profile: asked }),
  });
  const isStale = variables !== undefined && JSON.stringify(variables) !== JSON.stringify(profile);
  const isRight = data !== undefined && data.agreeing === data.checked;
  return (
    <section className={classes.blocks} aria-label={t('models.check.title')}>
      <div className={classes.blockHead}>
        <h2>{t('models.check.title')}</h2>
        <Button size="sm" loading={isPending} disabled={!isReady} onClick={() => mutate(profile)}>
          {t('models.check.do')}
        </Button>
      </div>
      {error && !isPending && (
        <FailureView failure={failureOf(error)} onRetry={() => mutate(profile)} compact />
      )}
      {!data && !error && <p className="quiet">{t('models.check.hint')}</p>}
      {data?.from === 'none' && <p role="status">{t('models.check.noExamples')}</p>}
      {data && data.from !== 'none' && (
        <>
          <p className={classes.line} role="status">
            <StateMark
              tone={isRight ? 'good' : 'warn'}
              word={t(isRight ? 'models.check.right' : 'models.check.wrong', {
                agreeing: formatNumber(data.agreeing, language),
                checked: formatNumber(data.checked, language),
              })}
            />
            <span className="quiet">
              {t(`models.check.from.${data.from}`)}
              {isStale && ` ${t('models.check.stale')}`}
            </span>
          </p>
          <div
            className={classes.scrolling}
            tabIndex={0}
            role="region"
            aria-label={t('models.check.examples')}
          >
            <table className={classes.plainTable}>
              <caption className="visually-hidden">{t('models.check.examples')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('models.check.lines')}</th>
                  <th scope="col">{t('models.check.expected')}</th>
                  <th scope="col">{t('models.check.got')}</th>
                </tr>
              </thead>
              <tbody>
                {data.examples.map((one, index) => (
                  <tr key={index}>
                    <th scope="row">
                      {one.raw}
                      <span className={classes.sub}>
                        <code className={classes.code}>{one.given}</code>
                      </span>
                    </th>
                    <td>
                      <code className={classes.code}>{one.expected ?? '–'}</code>
                    </td>
                    <td>
                      <code className={classes.code}>{one.got ?? '–'}</code>
                      {one.expected !== one.got && (
                        <span className={classes.problem}> {t('models.check.differs')}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
