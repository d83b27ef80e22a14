/** Ready code for R, Python and the command line; the keys only on purpose. */
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import type { z } from 'zod';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import type { SnippetLanguage } from '../../../../shared/contract/storage/query.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { CodeBox } from '../../../ui/code-box.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import classes from '../storage.module.css';
import { formatEnd } from '../words.ts';

type Wanted = z.infer<typeof SnippetLanguage>;
const titles: Record<Wanted, string> = {
  'r-arrow': 'R · arrow',
  'r-paws': 'R · paws',
  'r-duckdb': 'R · DuckDB',
  'python-s3fs': 'Python · s3fs',
  'python-polars': 'Python · polars',
  'python-pyarrow': 'Python · pyarrow',
  'python-duckdb': 'Python · DuckDB',
  'python-boto3': 'Python · boto3',
  'duckdb-cli': 'DuckDB',
  rclone: 'rclone',
  mc: 'mc',
  aws: 'AWS CLI',
};
const shells = { bash: 'bash', powershell: 'PowerShell', r: 'R' } as const;
type Shell = keyof typeof shells;

/** The last choices, for as long as the page lives. */
const useChoices = create<{ language: Wanted; shell: Shell }>()(() => ({
  language: 'python-polars',
  shell: 'bash',
}));

export interface SnippetsDialogProps {
  readonly place: Place;
  readonly objectKey: string | undefined;
  readonly onClose: () => void;
}

/** A language, its code, and behind a button the variables with their values. */
export function SnippetsDialog({ place, objectKey, onClose }: SnippetsDialogProps) {
  const { t } = useTranslation();
  const { language } = useChoices();
  const { data, error, refetch } = useQuery({
    queryKey: ['storage', 'snippet', place, objectKey, language],
    queryFn: ({ signal }) =>
      core.storage.snippet(
        { ...place, language, ...(objectKey === undefined ? {} : { key: objectKey }) },
        { signal },
      ),
    placeholderData: (before) => before,
  });
  return (
    <Dialog
      title={t('storage.snippets.title', { name: objectKey ?? `${place.bucket}/${place.prefix}` })}
      onClose={onClose}
      size="lg"
    >
      <div className={classes.form}>
        <NativeSelect
          label={t('storage.snippets.language')}
          value={language}
          onChange={(event) => useChoices.setState({ language: event.currentTarget.value as Wanted })}
          data={Object.entries(titles).map(([value, label]) => ({ value, label }))}
          data-autofocus
        />
        {error && <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />}
        {data && <CodeBox text={data.text} label={titles[language]} />}
        <Keys profile={place.profile} />
      </div>
    </Dialog>
  );
}

function Keys({ profile }: { readonly profile: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { shell } = useChoices();
  const [keys, setKeys] = useState<{ text: string; expiresAt?: number | undefined }>();
  return (
    <section className={classes.form}>
      <h3 className={classes.formHead}>{t('storage.snippets.keys')}</h3>
      <p className="quiet">{t('storage.snippets.keysHint')}</p>
      <div className={classes.inline}>
        <NativeSelect
          aria-label={t('storage.snippets.shell')}
          value={shell}
          onChange={(event) => {
            useChoices.setState({ shell: event.currentTarget.value as Shell });
            setKeys(undefined);
          }}
          data={Object.entries(shells).map(([value, label]) => ({ value, label }))}
        />
        {keys ? (
          <Button onClick={() => setKeys(undefined)}>{t('storage.snippets.hideKeys')}</Button>
        ) : (
          <Button
            onClick={() => void attempt(() => core.storage.snippetKeys({ profile, shell })).then(setKeys)}
          >
            {t('storage.snippets.showKeys')}
          </Button>
        )}
      </div>
      {keys && (
        <>
          {keys.expiresAt !== undefined && (
            <p>{t('storage.snippets.keysEnd', { time: formatEnd(keys.expiresAt, language) })}</p>
          )}
          <CodeBox text={keys.text} label={t('storage.snippets.keys')} />
        </>
      )}
    </section>
  );
}
