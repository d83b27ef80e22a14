/** Asks a source with a text, before it is used. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { formatNumber } from '../../../ui/format.ts';
import { CodeTitle } from '../../codes/code-title.tsx';
import classes from '../coding.module.css';
import { Probability } from '../probability.tsx';
import { passwordOf, sourceOf, type SourceDraft } from './source-draft.ts';

type Answer = Awaited<ReturnType<typeof core.annotation.trySuggestions>>;

/** The answer as it came: codes, probabilities, how long it took, in which form. */
export function TrySource({
  at,
  draft,
  tree,
}: {
  readonly at: CampaignRef;
  readonly draft: SourceDraft;
  readonly tree: Tree | undefined;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Answer>();
  const [isAsking, setAsking] = useState(false);
  const source = sourceOf(draft);
  const ask = async () => {
    if (!source) return;
    setAsking(true);
    setAnswer(
      await attempt(() =>
        core.annotation.trySuggestions({
          at,
          source,
          ...passwordOf(draft),
          text: text.trim() || t('coding.source.trySample'),
        }),
      ),
    );
    setAsking(false);
  };
  return (
    <form
      style={{ display: 'grid', gap: 8 }}
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <h3>{t('coding.source.tryTitle')}</h3>
      <div className={classes.fieldRow}>
        <TextInput
          aria-label={t('coding.source.tryText')}
          placeholder={t('coding.source.trySample')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          style={{ flex: '1 1 320px' }}
        />
        <Button type="submit" variant="default" loading={isAsking} disabled={!source}>
          {t('coding.source.try')}
        </Button>
      </div>
      <div aria-live="polite">{answer && <Answered answer={answer} tree={tree} />}</div>
    </form>
  );
}

function Answered({ answer, tree }: { readonly answer: Answer; readonly tree: Tree | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer: set, dialect, milliseconds, problem } = answer;
  if (problem) return <FailureView failure={problem} compact />;
  const time = `${formatNumber(milliseconds, language)}\u202fms`;
  const suggestions = set?.suggestions ?? [];
  return (
    <div className={classes.answer}>
      <p className="quiet">
        {suggestions.length === 0
          ? t('coding.source.answeredNothing', { time })
          : dialect
            ? t('coding.source.answered', { time, dialect })
            : t('coding.source.answeredPlain', { time })}{' '}
        {set && [set.model, set.modelVersion].filter(Boolean).join(' ')}
      </p>
      <ol>
        {suggestions.map(({ rank, code, probability }) => (
          <li key={code}>
            <span className={classes.digit}>{rank}</span>
            <CodeTitle tree={tree} code={code} />
            <Probability value={probability} />
          </li>
        ))}
      </ol>
    </div>
  );
}
