/** Settings: language, appearance, platforms, network, keys, what is kept on this laptop. */
import { Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/contract/shell.ts';
import pairs from '../../ui/ui.module.css';
import { Waiting } from '../../ui/waiting.tsx';
import { core } from '../core.ts';
import { FailureView } from '../failure-view.tsx';
import { attempt } from '../notices.ts';
import { useSettings } from '../streams.ts';
import { KeptSection } from './kept-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { NetworkSection } from './network-section.tsx';
import { PlatformsSection } from './platforms-section.tsx';
import classes from './settings.module.css';

const languages = [
  ['system', 'settings.languageSystem'],
  ['en', 'settings.languageEnglish'],
  ['fr', 'settings.languageFrench'],
] as const;
const appearances = [
  ['system', 'settings.appearanceSystem'],
  ['light', 'settings.appearanceLight'],
  ['dark', 'settings.appearanceDark'],
] as const;

const change = (part: Partial<Settings>) => void attempt(() => core.shell.changeSettings(part));

/** The page of `/settings`; a hash such as `#kept` leads to a section. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { hash } = useLocation();
  const { value: settings, failure } = useSettings();
  const isThere = settings !== undefined;
  useEffect(() => {
    if (isThere && hash) document.querySelector(`#section-${CSS.escape(hash)}`)?.scrollIntoView();
  }, [hash, isThere]);
  if (!settings)
    return failure ? <FailureView failure={failure} /> : <Waiting words={t('settings.title')} isPage />;
  return (
    <div className={classes.page}>
      <h1>{t('settings.title')}</h1>
      <section className={classes.section}>
        <Radio.Group
          label={<h2>{t('settings.language')}</h2>}
          value={settings.language}
          onChange={(language) => change({ language: language })}
        >
          <div className={classes.choices}>
            {languages.map(([value, label]) => (
              <Radio key={value} value={value} label={t(label)} />
            ))}
          </div>
        </Radio.Group>
        <Radio.Group
          label={<h2>{t('settings.appearance')}</h2>}
          value={settings.appearance}
          onChange={(appearance) => change({ appearance: appearance })}
        >
          <div className={classes.choices}>
            {appearances.map(([value, label]) => (
              <Radio key={value} value={value} label={t(label)} />
            ))}
          </div>
        </Radio.Group>
      </section>
      <PlatformsSection />
      <NetworkSection settings={settings} />
      <KeysSection own={settings.keys} />
      <KeptSection />
      <About />
    </div>
  );
}

function About() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['about'],
    queryFn: ({ signal }) => core.shell.about({}, { signal }),
  });
  if (!data) return null;
  return (
    <section className={classes.section}>
      <h2>{t('settings.about')}</h2>
      <dl className={pairs.pairs}>
        <dt>{t('settings.version')}</dt>
        <dd className="num">
          Sardonyx {data.version}
          {data.commit && ` (${data.commit.slice(0, 8)})`}
        </dd>
        <dt>{t('settings.folder')}</dt>
        <dd>{data.folder}</dd>
        <dt>{t('settings.secrets')}</dt>
        <dd>{t(`settings.secretsKept.${data.secretsKept}`)}</dd>
      </dl>
    </section>
  );
}
