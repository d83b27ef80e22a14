/** Where a version came from: its run, what it learnt from, where its files are. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { VersionLineage } from '../../../shared/contract/models/registry.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useStoragePlaces } from '../../app/streams.ts';
import { formatBytes } from '../../ui/format.ts';
import { Waiting } from '../../ui/waiting.tsx';
import pairs from '../../ui/ui.module.css';
import classes from '../models.module.css';
import { folderAt } from '../parts/object-at.ts';
import { MetricTable, ParameterTable } from '../parts/value-tables.tsx';
import { ServedWhere } from '../parts/served-where.tsx';
import type { VersionPart } from './version-pane.tsx';

/** Lineage first, then metrics and parameters of the run. */
export function RunTab({ server, version }: VersionPart) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'version', server.id, version.name, version.version],
    queryFn: ({ signal }) =>
      core.models.modelVersion(
        { server: server.id, name: version.name, version: version.version },
        { signal },
      ),
    retry: false,
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Waiting words={t('models.lineage.reading')} />;
  return (
    <div className={classes.blocks}>
      <Lineage server={server.id} lineage={data} />
      {data.run && (
        <>
          <MetricTable metrics={data.run.metrics} />
          <ParameterTable title={t('models.run.params')} values={data.run.params} />
        </>
      )}
    </div>
  );
}

function Lineage({ server, lineage }: { readonly server: string; readonly lineage: VersionLineage }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { run, trainingSet, version } = lineage;
  return (
    <section className={classes.block}>
      <h2>{t('models.lineage.title')}</h2>
      <dl className={pairs.pairs}>
        <dt>{t('models.lineage.trainingSet')}</dt>
        <dd>
          {trainingSet ? (
            <>
              <Address address={trainingSet.address} />
              {trainingSet.hash !== undefined && (
                <span className={classes.sub}>{trainingSet.hash.slice(0, 22)}…</span>
              )}
            </>
          ) : (
            <span className="quiet">{t('models.lineage.noTrainingSet')}</span>
          )}
        </dd>
        <dt>{t('models.lineage.run')}</dt>
        <dd>
          {run ? (
            <>
              <Link to="/models/run" search={{ server, run: run.id }}>
                {run.name}
              </Link>
              <span className={classes.sub}>{run.experimentName ?? run.experiment}</span>
            </>
          ) : (
            <span className="quiet">{t('models.lineage.noRun')}</span>
          )}
        </dd>
        <dt>{t('models.lineage.files')}</dt>
        <dd>
          {lineage.artifacts === undefined ? '–' : <Address address={lineage.artifacts} />}
          {lineage.bytes !== undefined && (
            <span className={`${classes.sub} num`}>{formatBytes(lineage.bytes, language)}</span>
          )}
        </dd>
        <dt>{t('models.model.served')}</dt>
        <dd>
          <ServedWhere name={version.name} version={version.version} />
        </dd>
      </dl>
      {run && (
        <div className={classes.buttons}>
          <Button
            size="sm"
            renderRoot={(props) => <Link to="/models/run" search={{ server, run: run.id }} {...props} />}
          >
            {t('models.lineage.openRun')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** An address; one of S3 leads to the storage. */
function Address({ address }: { readonly address: string }) {
  const profile = useStoragePlaces().value?.profiles[0];
  const folder = folderAt(address);
  const shown = <code className={classes.code}>{address}</code>;
  return folder && profile ? (
    <Link to="/storage" search={{ profile: profile.id, ...folder }}>
      {shown}
    </Link>
  ) : (
    shown
  );
}
