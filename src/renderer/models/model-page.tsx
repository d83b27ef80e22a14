/** A registered model: its versions, where its aliases stand, and what is known of the chosen version. */
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ModelDetail } from '../../shared/contract/models/registry.ts';
import type { ModelServer } from '../../shared/contract/models/servers.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { attempt } from '../app/notices.ts';
import { Empty } from '../ui/empty.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { useModelSentence } from './model/model-sentence.ts';
import { VersionPane } from './model/version-pane.tsx';
import { VersionTable } from './model/version-table.tsx';
import classes from './models.module.css';
import { Crumbs } from './parts/crumbs.tsx';
import { FreshnessLine, FreshnessMark } from './parts/freshness.tsx';
import { useRegisteredModel } from './parts/model-streams.ts';
import { useKey } from './parts/use-key.ts';
import { WithServer } from './parts/with-server.tsx';
import { champion, versionAt } from './registry/standing.ts';

/** The page of `/models/model`. */
export function ModelPage() {
  const { t } = useTranslation();
  const { server, name } = useSearch({ from: '/models/model' });
  if (name === undefined)
    return (
      <>
        <h1 className="visually-hidden">{t('models.title')}</h1>
        <Empty title={t('models.model.noName')}>
          <Button renderRoot={(props) => <Link to="/models" {...props} />}>{t('models.all')}</Button>
        </Empty>
      </>
    );
  return (
    <WithServer id={server} title={name}>
      {(known) => <Loaded key={`${known.id}/${name}`} server={known} name={name} />}
    </WithServer>
  );
}

function Loaded({ server, name }: { readonly server: ModelServer; readonly name: string }) {
  const { t } = useTranslation();
  const { value, failure } = useRegisteredModel(server.id, name);
  const refresh = () => void attempt(() => core.models.refreshRegistry({ server: server.id }));
  useKey('r', refresh);
  const why = failure ?? value?.problem;
  if (value && (value.model || value.versions.length > 0))
    return <Page server={server} name={name} detail={value} onRefresh={refresh} />;
  if (value?.state === 'loading' || !why)
    return <Waiting words={t('models.model.reading', { name })} rows={8} isPage />;
  return (
    <div className={classes.alone}>
      <h1>{name}</h1>
      <FailureView failure={why} onRetry={refresh} />
      <Button renderRoot={(props) => <Link to="/models" search={{ server: server.id }} {...props} />}>
        {t('models.all')}
      </Button>
    </div>
  );
}

interface PageProps {
  readonly server: ModelServer;
  readonly name: string;
  readonly detail: ModelDetail;
  readonly onRefresh: () => void;
}

function Page({ server, name, detail, onRefresh }: PageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/models/model' });
  const { versions, model } = detail;
  const chosen =
    versions.find(({ version }) => version === search.version) ??
    versions.find(({ version }) => model && version === versionAt(model, champion)) ??
    versions[0];
  const choose = (version: string) =>
    void navigate({
      to: '/models/model',
      search: { ...search, server: server.id, name, version },
      replace: true,
    });
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Crumbs server={server.id} tab="registry" />
        <h1>{name}</h1>
        <span className={classes.summary}>{useModelSentence(detail)}</span>
        <FreshnessMark state={detail.state} asOf={detail.asOf} />
        <FreshnessLine state={detail.state} asOf={detail.asOf} problem={detail.problem} onRetry={onRefresh} />
      </div>
      {versions.length === 0 ? (
        <Empty title={t('models.model.noVersions')} text={t('models.model.noVersionsHint')} />
      ) : (
        <div className={classes.split}>
          <div className={classes.list}>
            <VersionTable server={server.id} versions={versions} chosen={chosen?.version} onChoose={choose} />
          </div>
          {chosen && (
            <VersionPane
              key={chosen.version}
              server={server}
              detail={detail}
              version={chosen}
              isStored={detail.state === 'stored'}
            />
          )}
        </div>
      )}
    </div>
  );
}
