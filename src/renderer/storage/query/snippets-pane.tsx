/** Ready code that reads the same data elsewhere. */
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../shared/contract/storage/places.ts';
import { SnippetLanguage } from '../../../shared/contract/storage/query.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { CodeBox } from '../../ui/code-box.tsx';
import { SidePane } from '../../ui/dialog.tsx';
import { formatMoment } from '../../ui/format.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './query.module.css';

type SnippetName = (typeof SnippetLanguage.options)[number];
const shells = ['bash', 'powershell', 'r'] as const;
type Shell = (typeof shells)[number];

export interface SnippetsPaneProps {
  readonly place: Place | undefined;
  /** Key of the object that is asked about; absent: the whole prefix. */
  readonly object: string | undefined;
  readonly onClose: () => void;
}

let lastLanguage: SnippetName = 'r-arrow';

/** A language, its code; the keys only on purpose. */
export function SnippetsPane({ place, object, onClose }: SnippetsPaneProps) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<SnippetName>(lastLanguage);
  const { data, error, refetch } = useQuery({
    queryKey: ['snippet', place, object, language],
    queryFn: ({ signal }) =>
      core.storage.snippet(
        { ...place!, language, ...(object === undefined ? {} : { key: object }) },
        { signal },
      ),
    enabled: place !== undefined,
  });
  return (
    <SidePane title={t('query.snippets.title')} onClose={onClose}>
      <div className={classes.side}>
        <p className="quiet">{t('query.snippets.lead')}</p>
        {place ? (
          <>
            <NativeSelect
              label={t('query.snippets.language')}
              value={language}
              data={SnippetLanguage.options.map((one) => ({
                value: one,
                label: t(`query.snippets.languages.${one}`),
              }))}
              onChange={(event) => {
                lastLanguage = SnippetLanguage.parse(event.currentTarget.value);
                setLanguage(lastLanguage);
              }}
            />
            {error ? (
              <FailureView failure={failureOf(error)} onRetry={() => void refetch()} compact />
            ) : data ? (
              <CodeBox text={data.text} label={t('query.snippets.code')} />
            ) : (
              <Waiting words={t('query.snippets.code')} />
            )}
            <Keys profile={place.profile} />
          </>
        ) : (
          <p>{t('query.noProfile')}</p>
        )}
      </div>
    </SidePane>
  );
}

/** Secrets are asked for only when a person wants to see them, and forgotten with the pane. */
function Keys({ profile }: { readonly profile: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [shell, setShell] = useState<Shell>('bash');
  const [keys, setKeys] = useState<{ readonly text: string; readonly expiresAt?: number | undefined }>();
  const show = async () => setKeys(await attempt(() => core.storage.snippetKeys({ profile, shell })));
  return (
    <section className={classes.keys}>
      <h3>{t('query.snippets.keys')}</h3>
      <p className="quiet">{t('query.snippets.keysLead')}</p>
      <div className={classes.historyActions}>
        <NativeSelect
          size="xs"
          aria-label={t('query.snippets.shell')}
          value={shell}
          data={shells.map((one) => ({ value: one, label: t(`query.snippets.shells.${one}`) }))}
          onChange={(event) => {
            setShell(shells.find((one) => one === event.currentTarget.value) ?? 'bash');
            setKeys(undefined);
          }}
        />
        <Button size="compact-sm" onClick={() => (keys ? setKeys(undefined) : void show())}>
          {t(keys ? 'query.snippets.hideKeys' : 'query.snippets.showKeys')}
        </Button>
      </div>
      {keys && (
        <>
          <CodeBox text={keys.text} label={t('query.snippets.keys')} />
          {keys.expiresAt !== undefined && (
            <p className="quiet">
              {t('query.snippets.expires', { time: formatMoment(keys.expiresAt, Date.now(), language) })}
            </p>
          )}
        </>
      )}
    </section>
  );
}
