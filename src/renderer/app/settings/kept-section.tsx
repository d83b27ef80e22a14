/** What is kept on this laptop, and the way to be rid of it. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatDuration, formatNumber } from '../../ui/format.ts';
import { core } from '../core.ts';
import { FailureView } from '../failure-view.tsx';
import { failureOf } from '../failures.ts';
import { useLanguage } from '../language/setup.ts';
import { attempt } from '../notices.ts';
import { useSession } from '../streams.ts';
import classes from './settings.module.css';

/** A table by kind and platform. */
export function KeptSection() {
  const { t } = useTranslation();
  const language = useLanguage();
  const platforms = useSession().value?.platforms ?? [];
  const { data, error, refetch } = useQuery({
    queryKey: ['kept'],
    queryFn: ({ signal }) => core.shell.kept({}, { signal }),
    staleTime: 0,
  });
  const remove = async (item: NonNullable<typeof data>[number]) => {
    await attempt(() =>
      core.shell.removeKept({ kind: item.kind, ...(item.platform ? { platform: item.platform } : {}) }),
    );
    await refetch();
  };
  return (
    <section className={classes.section} id="section-kept">
      <h2>{t('settings.kept')}</h2>
      <p className="quiet">{t('settings.keptLead')}</p>
      {error && <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p>{t('settings.keptNothing')}</p>}
      {data && data.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('settings.keptWhat')}</th>
              <th scope="col">{t('settings.keptWhere')}</th>
              <th scope="col" className={classes.number}>
                {t('settings.keptCount')}
              </th>
              <th scope="col" className={classes.number}>
                {t('settings.keptSize')}
              </th>
              <th scope="col" className={classes.number}>
                {t('settings.keptOldest')}
              </th>
              <th>
                <span className="visually-hidden">{t('words.more')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((item) => {
              const what = t(`settings.keptKind.${item.kind}`);
              return (
                <tr key={`${item.kind}/${item.platform ?? ''}`}>
                  <td>{what}</td>
                  <td>{platforms.find((one) => one.id === item.platform)?.name ?? item.platform ?? '–'}</td>
                  <td className={classes.number}>{formatNumber(item.count, language)}</td>
                  <td className={classes.number}>{formatBytes(item.bytes, language)}</td>
                  <td className={classes.number}>
                    {item.oldest === undefined ? '–' : formatDuration(Date.now() - item.oldest, language)}
                  </td>
                  <td className={classes.number}>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={t('settings.keptRemove', { what })}
                      onClick={() => void remove(item)}
                    >
                      {t('settings.keptRemove', { what: '' }).trim()}
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
