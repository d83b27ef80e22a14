/** One chart in the grid. */
import { ActionIcon, Button } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ChartSummary } from '../../shared/contract/catalog.ts';
import { core } from '../app/core.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { formatDuration } from '../ui/format.ts';
import { ChartIcon } from './chart-icon.tsx';
import classes from './catalog.module.css';

/** The star; a click on it is kept by the core. */
export function FavouriteButton({ chart }: { readonly chart: ChartSummary }) {
  const { t } = useTranslation();
  const { catalogId, name, favourite } = chart;
  return (
    <ActionIcon
      className={classes.star ?? ''}
      data-on={favourite}
      aria-pressed={favourite}
      aria-label={t(favourite ? 'catalog.removeFavourite' : 'catalog.addFavourite', { name })}
      onClick={() =>
        void attempt(() => core.catalog.setFavourite({ catalogId, name, favourite: !favourite }))
      }
    >
      {favourite ? <IconStarFilled size={16} /> : <IconStar size={16} />}
    </ActionIcon>
  );
}

/** Name, description, and the button that launches it. */
export function ChartCard({ chart, chosen }: { readonly chart: ChartSummary; readonly chosen: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { catalogId, name } = chart;
  return (
    <li className={classes.card} data-chosen={chosen}>
      <ChartIcon name={name} icon={chart.icon} />
      <Link
        to="/catalog"
        search={(now) => ({ ...now, catalog: catalogId, chart: name })}
        className={classes.name}
        aria-current={chosen ? 'true' : undefined}
        data-row
      >
        {name}
      </Link>
      <FavouriteButton chart={chart} />
      <p className={classes.description}>{chart.description}</p>
      <div className={classes.foot}>
        {chart.needs ? (
          <span className={classes.needs}>{t('catalog.needs', { needs: chart.needs })}</span>
        ) : (
          <span className="num">
            {chart.lastUsed === undefined
              ? chart.version
              : t('catalog.lastUsed', { time: formatDuration(Date.now() - chart.lastUsed, language) })}
          </span>
        )}
        <Button
          size="compact-sm"
          renderRoot={(props) => (
            <Link to="/launch/$catalog/$chart" params={{ catalog: catalogId, chart: name }} {...props} />
          )}
          aria-label={t('catalog.launchName', { name })}
        >
          {t('catalog.launch')}
        </Button>
      </div>
    </li>
  );
}
