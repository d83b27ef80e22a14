/** Which two are compared, and on what. */
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCampaigns } from '../../app/streams.ts';
import classes from '../../ui/list-page.module.css';
import { useSources } from '../sources.ts';
import type { ComparisonWish } from './use-comparing.ts';

export interface ComparisonFormProps {
  /** What the address of the screen proposes: keys of sources, the place of a campaign as JSON. */
  readonly first: {
    readonly a?: string | undefined;
    readonly b?: string | undefined;
    readonly gold?: string | undefined;
  };
  readonly isBusy: boolean;
  readonly onStart: (wish: ComparisonWish) => void;
}

/** Three choices and a button. */
export function ComparisonForm({ first, isBusy, onStart }: ComparisonFormProps) {
  const { t } = useTranslation();
  const { live, here } = useSources();
  const { value: campaigns } = useCampaigns();
  const golds = (campaigns?.campaigns ?? []).filter(({ campaign }) => campaign.purpose === 'gold');
  const [a, setA] = useState<string | null>(first.a ?? null);
  const [b, setB] = useState<string | null>(first.b ?? null);
  const [gold, setGold] = useState<string | null>(first.gold ?? null);
  const sources = [...live, ...here];
  const find = (key: string | null) => sources.find((one) => one.key === key)?.source;
  const [sourceA, sourceB] = [find(a), find(b)];
  const campaign = golds.find(({ at }) => JSON.stringify(at) === gold);
  const isSame = a !== null && a === b;
  const data = [
    { group: t('serving.asking.live'), items: live.map(({ key, name }) => ({ value: key, label: name })) },
    { group: t('serving.asking.here'), items: here.map(({ key, name }) => ({ value: key, label: name })) },
  ].filter(({ items }) => items.length > 0);
  const choose = { placeholder: t('serving.comparing.choose'), className: classes.field ?? '' };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (sourceA && sourceB && campaign && !isSame) onStart({ a: sourceA, b: sourceB, gold: campaign.at });
      }}
    >
      <div className={classes.fields}>
        <Select label={t('serving.comparing.a')} data={data} value={a} onChange={setA} {...choose} />
        <Select label={t('serving.comparing.b')} data={data} value={b} onChange={setB} {...choose} />
        <Select
          label={t('serving.comparing.gold')}
          data={golds.map(({ at, campaign: { title } }) => ({ value: JSON.stringify(at), label: title }))}
          value={gold}
          onChange={setGold}
          {...choose}
        />
      </div>
      {campaigns && !campaigns.loading && golds.length === 0 && (
        <p className={classes.note}>{t('serving.comparing.goldNone')}</p>
      )}
      {isSame && <p className={classes.note}>{t('serving.comparing.same')}</p>}
      <div className={classes.buttons}>
        <Button
          type="submit"
          variant="filled"
          size="sm"
          disabled={!sourceA || !sourceB || !campaign || isSame || isBusy}
        >
          {t('serving.comparing.start')}
        </Button>
      </div>
    </form>
  );
}
