/** The models: how they stand, which server they are of, what is kept on this laptop. */
import { Button, Tabs } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../shared/contract/models/servers.ts';
import { core } from '../app/core.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { Waiting } from '../ui/waiting.tsx';
import classes from './models.module.css';
import { FreshnessLine } from './parts/freshness.tsx';
import { useKey } from './parts/use-key.ts';
import { WithServer } from './parts/with-server.tsx';
import { RegistryTab } from './registry/registry-tab.tsx';
import { useStanding } from './registry/use-standing.ts';
import { ServerBar } from './servers/server-bar.tsx';
import { useServer } from './parts/use-server.ts';

const ExperimentsTab = lazy(async () => ({
  default: (await import('./registry/experiments-tab.tsx')).ExperimentsTab,
}));
const PinsTab = lazy(async () => ({ default: (await import('./pins/pins-tab.tsx')).PinsTab }));

const tabNames = ['registry', 'experiments', 'pins'] as const;
type TabName = (typeof tabNames)[number];

/** The page of `/models`; models on this laptop are there without any server. */
export function ModelsPage() {
  const { t } = useTranslation();
  const { server: wanted, tab } = useSearch({ from: '/models' });
  const { server } = useServer(wanted);
  if (tab === 'pins') return <Page server={server} tab="pins" />;
  const shown = tabNames.find((name) => name === tab) ?? 'registry';
  return (
    <WithServer id={wanted} title={t('models.title')}>
      {(known) => <Page key={known.id} server={known} tab={shown} />}
    </WithServer>
  );
}

function Page({ server, tab }: { readonly server: ModelServer | undefined; readonly tab: TabName }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const refresh = () => server && void attempt(() => core.models.refreshRegistry({ server: server.id }));
  useKey('r', refresh);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('models.title')}</h1>
        {server ? <Standing server={server} /> : <span className={classes.summary} />}
        {server && (
          <Button
            size="sm"
            onClick={refresh}
            leftSection={<IconRefresh size={16} />}
            rightSection={<KeyHint keys="r" language={language} />}
          >
            {t('models.refresh')}
          </Button>
        )}
        {server && <FreshnessLine {...server} onRetry={refresh} />}
      </div>
      <div className={classes.tabsRow}>
        <Tabs
          value={tab}
          onChange={(name) =>
            void navigate({
              to: '/models',
              search: { ...(server && { server: server.id }), ...(name !== null && { tab: name }) },
            })
          }
        >
          <Tabs.List>
            {tabNames.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`models.tabs.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        {server && tab !== 'pins' && <ServerBar server={server} tab={tab} />}
      </div>
      <div className={classes.tabBody} role="group" aria-label={t(`models.tabs.${tab}`)} tabIndex={0}>
        <Suspense fallback={<Waiting words={t(`models.tabs.${tab}`)} />}>
          {tab === 'pins' ? (
            <PinsTab />
          ) : tab === 'experiments' && server ? (
            <ExperimentsTab server={server} />
          ) : (
            server && <RegistryTab server={server} />
          )}
        </Suspense>
      </div>
    </div>
  );
}

function Standing({ server }: { readonly server: ModelServer }) {
  return <span className={classes.summary}>{useStanding(server)}</span>;
}
