/** A model on this laptop, tried: one text, its preprocessing, a whole file. */
import { Button, NativeSelect, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreprocessingProfile } from '../../shared/contract/models/inference.ts';
import type { Pin } from '../../shared/contract/models/pins.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { useLanguage } from '../app/language/setup.ts';
import { Empty } from '../ui/empty.tsx';
import { Waiting } from '../ui/waiting.tsx';
import classes from './models.module.css';
import { Crumbs } from './parts/crumbs.tsx';
import { usePins } from './parts/model-streams.ts';
import { contentWords } from './pins/content-words.ts';
import { runsHere } from './pins/pin-words.ts';
import { TextTab } from './try/text-tab.tsx';

const ProfileTab = lazy(async () => ({ default: (await import('./try/profile-tab.tsx')).ProfileTab }));
const BatchTab = lazy(async () => ({ default: (await import('./try/batch-tab.tsx')).BatchTab }));

const tabs = { text: TextTab, profile: ProfileTab, batch: BatchTab } as const;
type TabName = keyof typeof tabs;
const tabNames = Object.keys(tabs) as TabName[];

/** What is known of how a model is asked. */
export interface TryPart {
  readonly pin: Pin;
  readonly profile: PreprocessingProfile;
  readonly onProfile: () => void;
}

/** The page of `/models/try`. */
export function TryPage() {
  const { t } = useTranslation();
  const { id } = useSearch({ from: '/models/try' });
  const { value, failure } = usePins();
  if (!value)
    return failure ? (
      <FailureView failure={failure} />
    ) : (
      <Waiting words={t('models.pins.reading')} rows={8} isPage />
    );
  const ready = value.pins.filter(runsHere);
  const pin = id === undefined ? ready[0] : value.pins.find((one) => one.id === id);
  if (pin && runsHere(pin)) return <Loaded key={pin.id} pin={pin} ready={ready} />;
  return (
    <>
      <h1 className="visually-hidden">{t('models.try.title')}</h1>
      {pin?.whyNot && <FailureView failure={pin.whyNot} />}
      <Empty
        title={t(pin ? 'models.try.notReady' : 'models.try.none')}
        text={t(pin?.whyNot ? 'models.try.whyNot' : 'models.try.noneHint')}
      >
        <Button renderRoot={(props) => <Link to="/models" search={{ tab: 'pins' }} {...props} />}>
          {t('models.tabs.pins')}
        </Button>
      </Empty>
    </>
  );
}

function Loaded({ pin, ready }: { readonly pin: Pin; readonly ready: readonly Pin[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const { tab: wanted } = useSearch({ from: '/models/try' });
  const tab = tabNames.find((name) => name === wanted) ?? 'text';
  const Shown = tabs[tab];
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'profile', pin.id],
    queryFn: ({ signal }) => core.models.modelProfile({ id: pin.id }, { signal }),
    retry: false,
  });
  const titleOf = (one: Pin) =>
    one.version === undefined ? one.name : `${one.name} ${t('models.version', { version: one.version })}`;
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Crumbs tab="pins" />
        <h1>{titleOf(pin)}</h1>
        <span className={classes.summary}>
          {t('models.try.standing')}{' '}
          {data &&
            t(`models.profile.from.${data.from}`, {
              cleaning: t(`models.profile.cleanings.${data.profile.cleaning.kind}`),
            })}{' '}
          {pin.content && <span className="quiet">{contentWords(pin.content, t, language)}</span>}
        </span>
        {ready.length > 1 && (
          <NativeSelect
            aria-label={t('models.try.model')}
            value={pin.id}
            data={ready.map((one) => ({ value: one.id, label: titleOf(one) }))}
            onChange={(event) =>
              void navigate({ to: '/models/try', search: { id: event.currentTarget.value, tab } })
            }
          />
        )}
      </div>
      <Tabs
        value={tab}
        onChange={(name) =>
          void navigate({
            to: '/models/try',
            search: { id: pin.id, ...(name !== null && { tab: name }) },
            replace: true,
          })
        }
      >
        <Tabs.List>
          {tabNames.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`models.try.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className={classes.tabBody} role="group" aria-label={t(`models.try.tabs.${tab}`)} tabIndex={0}>
        {error ? (
          <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />
        ) : data ? (
          <Suspense fallback={<Waiting words={t(`models.try.tabs.${tab}`)} />}>
            <Shown pin={pin} profile={data.profile} onProfile={() => void refetch()} />
          </Suspense>
        ) : (
          <Waiting words={t('models.profile.reading')} />
        )}
      </div>
    </div>
  );
}
