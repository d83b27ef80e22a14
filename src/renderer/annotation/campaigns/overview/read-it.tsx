/** Where the files of a campaign lie, and how other programs read them. */
import { Button, NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { useStoragePlaces } from '../../../app/streams.ts';
import { CodeBox } from '../../../ui/code-box.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { s3Address } from '../campaign-ref.ts';
import classes from '../campaigns.module.css';
import { campaignSnippet, snippetKinds, type SnippetKind } from './snippets.ts';

const titles: Record<SnippetKind, string> = { duckdb: 'DuckDB', python: 'Python', mc: 'mc' };

/** The folder with a way to it, and code to copy. */
export function ReadIt({ at }: { readonly at: CampaignRef }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<SnippetKind>('duckdb');
  const profile = useStoragePlaces().value?.profiles.find(({ id }) => id === at.profile);
  return (
    <section className={classes.block}>
      <h2>{t('annotation.files.title')}</h2>
      <p className={classes.line}>
        <code className={classes.code}>{s3Address(at)}</code>
        <CopyButton text={s3Address(at)} />
        <Button renderRoot={(props) => <Link to="/storage" search={at} {...props} />}>
          {t('annotation.files.inStorage')}
        </Button>
      </p>
      <p className={classes.note}>{t('annotation.files.layout')}</p>
      {profile && (
        <>
          <NativeSelect
            className={classes.amount ?? ''}
            label={t('annotation.files.readWith')}
            value={kind}
            onChange={(event) =>
              setKind(snippetKinds.find((one) => one === event.currentTarget.value) ?? 'duckdb')
            }
            data={snippetKinds.map((value) => ({ value, label: titles[value] }))}
          />
          <CodeBox text={campaignSnippet(kind, at, profile)} label={titles[kind]} />
        </>
      )}
    </section>
  );
}
