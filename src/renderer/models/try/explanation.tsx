/** Why a code: what each word adds to its score, or how much is lost without it. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pin } from '../../../shared/contract/models/pins.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../models.module.css';
import { formatSigned } from '../parts/numbers.ts';
import { sharesOf } from './shares.ts';
import type { Question } from './question.ts';
import own from './try.module.css';

/** Words first; their parts when they are asked for. */
export function Explanation({
  pin,
  question,
  code,
}: {
  readonly pin: Pin;
  readonly question: Question;
  readonly code: string;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [showsParts, setShowsParts] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'explain', pin.id, question, code],
    queryFn: ({ signal }) => core.models.explainPrediction({ id: pin.id, question, code }, { signal }),
    retry: false,
    placeholderData: (before) => before,
  });
  const head = <h2>{t('models.explain.title', { code })}</h2>;
  if (error)
    return (
      <section className={classes.block}>
        {head}
        <FailureView failure={failureOf(error)} onRetry={() => void refetch()} compact />
      </section>
    );
  if (!data)
    return (
      <section className={classes.block}>
        {head}
        <Waiting words={t('models.explain.reading')} rows={3} />
      </section>
    );
  return (
    <section className={classes.block}>
      {head}
      <p className={classes.note}>
        {t(`models.explain.methods.${data.method}`, { score: formatSigned(data.score, language) })}
      </p>
      <Bars
        label={t('models.explain.words')}
        name={t('models.explain.word')}
        shares={data.words.map(({ word, share }) => ({ name: word, share }))}
      />
      {data.parts.length > 0 && (
        <div>
          <Button size="compact-sm" aria-expanded={showsParts} onClick={() => setShowsParts(!showsParts)}>
            {t(showsParts ? 'models.explain.hideParts' : 'models.explain.showParts')}
          </Button>
        </div>
      )}
      {showsParts && (
        <Bars
          label={t('models.explain.parts')}
          name={t('models.explain.part')}
          shares={data.parts.map(({ part, kind, share }) => ({
            name: kind === 'word' ? part : `${part} (${t(`models.explain.kinds.${kind}`)})`,
            share,
          }))}
        />
      )}
    </section>
  );
}

function Bars({
  label,
  name,
  shares,
}: {
  readonly label: string;
  readonly name: string;
  readonly shares: readonly { readonly name: string; readonly share: number }[];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <table className={`${classes.plainTable} ${own.shares}`}>
      <caption className="visually-hidden">{label}</caption>
      <thead>
        <tr>
          <th scope="col">{name}</th>
          <th scope="col" data-number>
            {t('models.explain.share')}
          </th>
          <th scope="col" className={own.shareBar}>
            <span className="visually-hidden">{t('models.explain.bar')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sharesOf(shares).map((one, index) => (
          <tr key={`${one.name} ${index}`}>
            <th scope="row">{one.name}</th>
            <td data-number>{formatSigned(one.share, language)}</td>
            <td aria-hidden="true" className={own.shareBar}>
              <span data-less={one.share < 0} style={{ left: `${one.from}%`, width: `${one.width}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
