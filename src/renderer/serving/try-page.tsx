/** One text, asked of several models side by side. */
import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, AnswerSource } from '../../shared/contract/serving/asking.ts';
import { core } from '../app/core.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { formatNumber } from '../ui/format.ts';
import classes from '../ui/list-page.module.css';
import { AnswerTable } from './ask/answer-table.tsx';
import { QuestionFields, type Question } from './ask/question-fields.tsx';
import { SourceChoice } from './ask/source-choice.tsx';
import { keyOf, useSources, type NamedSource } from './sources.ts';

/** The page of `/serving/try`. */
export function TryPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { address, pins = '' } = useSearch({ from: '/serving/try' });
  const known = useSources();
  const [added, setAdded] = useState<readonly NamedSource[]>(
    address === undefined ? [] : [servedAt(address)],
  );
  const [chosen, setChosen] = useState<readonly string[] | undefined>(
    address === undefined && pins === ''
      ? undefined
      : [
          ...(address === undefined ? [] : [`served ${address}`]),
          ...pins
            .split(',')
            .filter(Boolean)
            .map((id) => `pinned ${id}`),
        ],
  );
  const [question, setQuestion] = useState<Question>({ text: '', variables: {} });
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const [isAsking, setIsAsking] = useState(false);
  const live = [...known.live, ...added.filter(({ key }) => !known.live.some((one) => one.key === key))];
  const all = [...live, ...known.here];
  // Whoever chose nothing asks what the platform names first and what is here, as far as columns have room.
  const keys = chosen ?? [...live.slice(0, 1), ...known.here.slice(0, 3)].map(({ key }) => key);
  const sources = all.filter(({ key }) => keys.includes(key));
  const isReady = question.text.trim() !== '' && sources.length > 0;

  const ask = async () => {
    setIsAsking(true);
    const given = { question, sources: sources.map(({ source }) => source) };
    const answered = await attempt(() => core.serving.askModels(given));
    setIsAsking(false);
    if (answered) setAnswers(answered.answers);
  };
  const nameOf = (source: AnswerSource) =>
    all.find(({ key }) => key === keyOf(source))?.name ?? keyOf(source);

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('serving.asking.title')}</h1>
        <span className={classes.summary}>{isReady ? '' : t('serving.asking.nothing')}</span>
      </div>
      <div className={classes.body}>
        <form
          className={classes.content}
          onSubmit={(event) => {
            event.preventDefault();
            if (isReady) void ask();
          }}
        >
          <QuestionFields question={question} onQuestion={setQuestion} />
          <SourceChoice
            live={live}
            here={known.here}
            chosen={keys}
            onChoose={setChosen}
            onAdd={(one) => {
              setAdded([...added, one]);
              setChosen([...keys, one.key]);
            }}
          />
          <div className={classes.buttons}>
            <Button type="submit" variant="filled" size="sm" disabled={!isReady} loading={isAsking}>
              {t('serving.asking.ask', { number: formatNumber(sources.length, language) })}
            </Button>
          </div>
          {answers.length > 0 && <AnswerTable answers={answers} nameOf={nameOf} />}
        </form>
      </div>
    </div>
  );
}

const servedAt = (address: string): NamedSource => ({
  key: `served ${address}`,
  name: address,
  source: { kind: 'served', address, dialect: 'auto' },
});
