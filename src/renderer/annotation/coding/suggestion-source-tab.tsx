/** Where the suggestions of a campaign come from: a tab of the campaign's page. */
import { Button, Radio } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignFile, CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { SuggestionSource } from '../../../shared/contract/annotation/suggestions.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { attempt } from '../../app/notices.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { useNomenclature } from '../codes/use-nomenclature.ts';
import classes from './coding.module.css';
import { LocalModels } from './source/local-models.tsx';
import { ServedFields } from './source/served-fields.tsx';
import { draftOf, passwordOf, sourceOf, type SourceDraft } from './source/source-draft.ts';
import { TrySource } from './source/try-source.tsx';

export interface SuggestionSourceTabProps {
  readonly at: CampaignRef;
  readonly campaign: CampaignFile;
}

/** Where the suggestions of a campaign come from. */
export function SuggestionSourceTab(props: SuggestionSourceTabProps) {
  const { t } = useTranslation();
  const { at } = props;
  const { data, error, refetch } = useQuery({
    queryKey: ['annotation', 'source', at],
    queryFn: ({ signal }) => core.annotation.suggestionSource({ at }, { signal }),
    staleTime: 0,
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Waiting words={t('coding.source.title')} />;
  return <SourceForm key={JSON.stringify(data.source)} {...props} {...data} />;
}

const kinds = ['file', 'served', 'local', 'none'] as const;

function SourceForm({
  at,
  campaign,
  source: kept,
  hasPassword,
}: SuggestionSourceTabProps & { readonly source: SuggestionSource; readonly hasPassword: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { tree } = useNomenclature(campaign.nomenclature.id);
  const [draft, setDraft] = useState(() => draftOf(kept));
  const change = (some: Partial<SourceDraft>) => setDraft((before) => ({ ...before, ...some }));
  const source = sourceOf(draft);
  const isKept = JSON.stringify(source) === JSON.stringify(kept) && draft.password === '';
  const save = async () => {
    if (!source) return;
    const done = await attempt(() =>
      core.annotation.setSuggestionSource({ at, source, ...passwordOf(draft) }),
    );
    if (!done) return;
    change({ password: '' });
    await client.invalidateQueries({ queryKey: ['annotation', 'source', at] });
  };
  return (
    <section className={classes.source}>
      <Radio.Group
        label={<h2>{t('coding.source.title')}</h2>}
        description={[
          campaign.mode !== 'assisted' && t(`coding.source.${campaign.mode}`),
          t('coding.source.forYou'),
        ]
          .filter(Boolean)
          .join(' ')}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
      >
        <div className={classes.kinds}>
          {kinds.map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={t(`coding.source.kinds.${kind}`)}
              description={t(`coding.source.hints.${kind}`)}
            />
          ))}
        </div>
      </Radio.Group>
      {draft.kind === 'served' && <ServedFields draft={draft} hasPassword={hasPassword} onChange={change} />}
      {draft.kind === 'local' && <LocalModels chosen={draft.model} onChoose={(model) => change({ model })} />}
      <div>
        <Button variant="filled" disabled={!source || isKept} onClick={() => void save()}>
          {isKept ? t('coding.source.saved') : t('coding.source.save')}
        </Button>
      </div>
      {(draft.kind === 'served' || draft.kind === 'local') && <TrySource at={at} draft={draft} tree={tree} />}
    </section>
  );
}
