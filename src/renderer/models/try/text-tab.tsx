/** One text with its variables, and what the model answers. */
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import classes from '../models.module.css';
import type { TryPart } from '../try-page.tsx';
import { Answer } from './answer.tsx';
import type { Question } from './question.ts';

/** Enter asks; the answer to what was asked stays until the next one comes. */
export function TextTab({ pin, profile }: TryPart) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [text, setText] = useState('');
  const [variables, setVariables] = useState<Readonly<Record<string, string>>>({});
  const {
    mutate,
    data,
    error,
    isPending,
    variables: asked,
  } = useMutation({
    mutationFn: (question: Question) => core.models.predictHere({ id: pin.id, questions: [question] }),
  });
  const ask = () => {
    const given = profile.variables.flatMap(({ name }) => {
      const value = variables[name]?.trim() ?? '';
      return value === '' ? [] : [[name, value] as const];
    });
    mutate({ text: text.trim(), variables: Object.fromEntries(given) });
  };
  const [answer] = data?.answers ?? [];
  return (
    <div className={classes.blocks}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') ask();
        }}
      >
        <TextInput
          label={t('models.try.text')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoFocus
          autoComplete="off"
          classNames={{ input: classes.question ?? '' }}
        />
        <div className={classes.fields}>
          {profile.variables.map(({ name, missing }) => (
            <TextInput
              key={name}
              className={classes.short ?? ''}
              label={name}
              placeholder={missing ?? t('models.try.leftOut')}
              value={variables[name] ?? ''}
              onChange={(event) => setVariables({ ...variables, [name]: event.currentTarget.value })}
              autoComplete="off"
              spellCheck={false}
            />
          ))}
          <Button
            size="sm"
            type="submit"
            variant="filled"
            loading={isPending}
            disabled={text.trim() === ''}
            rightSection={<KeyHint keys="enter" language={language} />}
          >
            {t('models.try.ask')}
          </Button>
        </div>
      </form>
      {error && !isPending && <FailureView failure={failureOf(error)} onRetry={ask} />}
      {answer && asked && data && !error && (
        <Answer
          key={JSON.stringify(asked)}
          pin={pin}
          question={asked}
          answer={answer}
          milliseconds={data.milliseconds}
        />
      )}
      {!answer && !error && <p className="quiet">{t('models.try.hint')}</p>}
    </div>
  );
}
