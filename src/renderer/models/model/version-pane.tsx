/** The chosen version beside the list. */
import { Button, Tabs } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelDetail, ModelVersion } from '../../../shared/contract/models/registry.ts';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../models.module.css';
import { usePins } from '../parts/model-streams.ts';
import { runsHere, usePinState } from '../pins/pin-words.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { AboutTab } from './about-tab.tsx';

const RunTab = lazy(async () => ({ default: (await import('./run-tab.tsx')).RunTab }));
const FilesTab = lazy(async () => ({ default: (await import('./files-tab.tsx')).FilesTab }));
const HistoryTab = lazy(async () => ({ default: (await import('./history-tab.tsx')).HistoryTab }));

export interface VersionPart {
  readonly server: ModelServer;
  readonly detail: ModelDetail;
  readonly version: ModelVersion;
  /** What was seen last: nothing of it can be changed. */
  readonly isStored: boolean;
}

const tabs = { about: AboutTab, run: RunTab, files: FilesTab, history: HistoryTab } as const;
type TabName = keyof typeof tabs;
const tabNames = Object.keys(tabs) as TabName[];

/** What can be done with it, then what is known of it. */
export function VersionPane(part: VersionPart) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/models/model' });
  const tab = tabNames.find((name) => name === search.tab) ?? 'about';
  const Shown = tabs[tab];
  const { version } = part;
  return (
    <section className={classes.pane} aria-label={t('models.model.pane', { version: version.version })}>
      <div className={classes.paneHead}>
        <h2>{t('models.Version', { version: version.version })}</h2>
        <Actions {...part} />
      </div>
      <Tabs
        value={tab}
        onChange={(name) =>
          void navigate({
            to: '/models/model',
            search: { ...search, version: version.version, ...(name !== null && { tab: name }) },
            replace: true,
          })
        }
      >
        <Tabs.List>
          {tabNames.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`models.model.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className={classes.paneBody} role="group" aria-label={t(`models.model.tabs.${tab}`)} tabIndex={0}>
        <Suspense fallback={<Waiting words={t(`models.model.tabs.${tab}`)} />}>
          <Shown {...part} />
        </Suspense>
      </div>
    </section>
  );
}

function Actions({ server, version }: VersionPart) {
  const { t } = useTranslation();
  const stateOf = usePinState();
  const pin = usePins().value?.pins.find(
    ({ from }) =>
      from?.server === server.id && from.name === version.name && from.version === version.version,
  );
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => core.models.pin({ server: server.id, name: version.name, version: version.version }),
  });
  const state = pin && stateOf(pin);
  return (
    <>
      <div className={classes.buttons}>
        {pin && runsHere(pin) ? (
          <Button
            size="sm"
            variant="filled"
            renderRoot={(props) => <Link to="/models/try" search={{ id: pin.id }} {...props} />}
          >
            {t('models.pins.try')}
          </Button>
        ) : pin && state ? (
          <Link to="/models" search={{ server: server.id, tab: 'pins' }} className={classes.plainLink}>
            <StateMark tone={state.tone} word={state.word} />
            {state.sub && <span className="quiet num"> {state.sub}</span>}
          </Link>
        ) : (
          <Button
            size="sm"
            variant="filled"
            loading={isPending}
            disabled={version.status !== 'ready'}
            onClick={() => mutate()}
          >
            {t('models.model.pin')}
          </Button>
        )}
        <Button size="sm" renderRoot={(props) => <Link to="/serving" {...props} />}>
          {t('models.model.use')}
        </Button>
      </div>
      {error && !isPending && <FailureView failure={failureOf(error)} onRetry={() => mutate()} compact />}
    </>
  );
}
