/** The guidelines of a campaign, each version with its day. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import classes from '../campaigns.module.css';
import { formatDay } from '../list/campaign-words.ts';

/** The newest version, earlier ones by choice. */
export function Guidelines({ campaign }: { readonly campaign: CampaignFile }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { guidelines } = campaign;
  const newest = guidelines.at(-1);
  const [version, setVersion] = useState<number>();
  const shown = guidelines.find((one) => one.version === version) ?? newest;
  return (
    <section className={classes.block}>
      <h2>{t('annotation.guidelines.title')}</h2>
      {!shown?.text.trim() && <p className={classes.note}>{t('annotation.guidelines.none')}</p>}
      {guidelines.length > 1 && (
        <NativeSelect
          className={classes.choice ?? ''}
          label={t('annotation.guidelines.version')}
          value={String(shown?.version)}
          onChange={(event) => setVersion(Number(event.currentTarget.value))}
          data={guidelines.toReversed().map((one) => ({
            value: String(one.version),
            label: t('annotation.guidelines.versionOf', {
              version: String(one.version),
              day: formatDay(one.at, language),
              name: one.by,
            }),
          }))}
        />
      )}
      {shown && shown.text.trim() !== '' && (
        <div className={classes.guidelines}>
          <Markdown text={shown.text} label={t('annotation.guidelines.title')} />
        </div>
      )}
    </section>
  );
}
