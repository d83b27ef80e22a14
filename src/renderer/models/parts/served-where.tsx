/** Where a registered model is live. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import classes from '../models.module.css';

/** What serves a model; asked again after a minute. */
export function useServedWhere(name: string) {
  return useQuery({
    queryKey: ['models', 'served', name],
    queryFn: ({ signal }) => core.serving.servedWhere({ name }, { signal }),
    staleTime: 60_000,
    retry: false,
  });
}

/** Names with the version that is live there, each leading to it. `version`: only where that one is live. */
export function ServedWhere({ name, version }: { readonly name: string; readonly version?: string }) {
  const { t } = useTranslation();
  const { data, isPending, isError } = useServedWhere(name);
  if (isPending) return <span className="quiet">…</span>;
  if (isError) return <span className="quiet">{t('words.unknown')}</span>;
  const served = data.filter((one) => version === undefined || one.version === version);
  if (served.length === 0) return version === undefined ? '–' : <>{t('models.model.notServed')}</>;
  return (
    <span className={classes.chips}>
      {served.map((one) => (
        <Link key={one.id} to="/serving" search={{ id: one.id }} onClick={(event) => event.stopPropagation()}>
          {one.application}
          {version === undefined && one.version !== undefined && ` (${one.version})`}
        </Link>
      ))}
    </span>
  );
}
