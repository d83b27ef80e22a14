/** What is known about one chart, beside the grid. */
import { Button, CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ChartSummary } from '../../shared/contract/catalog.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import pairs from '../ui/ui.module.css';
import { Markdown } from '../ui/markdown.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { FavouriteButton } from './chart-card.tsx';
import { ChartIcon } from './chart-icon.tsx';
import classes from './catalog.module.css';

/** Versions, readme, sources; closed by Escape. */
export function ChartDetail({ chart }: { readonly chart: ChartSummary }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { catalogId, name } = chart;
  const close = () => void navigate({ to: '/catalog', search: ({ tab }) => (tab ? { tab } : {}) });
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['chart', catalogId, name],
    queryFn: ({ signal }) => core.catalog.details({ catalogId, name }, { signal }),
  });
  return (
    <aside
      className={classes.detail}
      aria-label={t('catalog.about', { name })}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <div className={classes.detailHead}>
        <ChartIcon name={name} icon={chart.icon} />
        <h2>{name}</h2>
        <FavouriteButton chart={chart} />
        <CloseButton aria-label={t('words.close')} onClick={close} />
      </div>
      <p>{chart.description}</p>
      {chart.needs && <p className={classes.needs}>{t('catalog.needs', { needs: chart.needs })}</p>}
      <Button
        variant="filled"
        size="sm"
        renderRoot={(props) => (
          <Link to="/launch/$catalog/$chart" params={{ catalog: catalogId, chart: name }} {...props} />
        )}
      >
        {t('catalog.launchName', { name })}
      </Button>
      {isPending && <Waiting words={t('catalog.readme')} />}
      {error && <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data && (
        <>
          <dl className={pairs.pairs}>
            <dt>{t('catalog.versions')}</dt>
            <dd className="num">
              {data.versions
                .slice(0, 5)
                .map((one) => one.version)
                .join(', ')}
            </dd>
            {data.maintainers.length > 0 && (
              <>
                <dt>{t('catalog.maintainers')}</dt>
                <dd>{data.maintainers.join(', ')}</dd>
              </>
            )}
            {[...(chart.home ? [chart.home] : []), ...data.sources].length > 0 && (
              <>
                <dt>{t('catalog.sources')}</dt>
                <dd>
                  {[...new Set([...(chart.home ? [chart.home] : []), ...data.sources])].map((address) => (
                    <div key={address}>
                      <a href={address} target="_blank" rel="noreferrer noopener">
                        {address}
                      </a>
                    </div>
                  ))}
                </dd>
              </>
            )}
          </dl>
          <h3 className={classes.section}>{t('catalog.readme')}</h3>
          {data.readme ? (
            <Markdown text={data.readme} label={t('catalog.readme')} />
          ) : (
            <p className="quiet">{t('catalog.noReadme')}</p>
          )}
        </>
      )}
    </aside>
  );
}
