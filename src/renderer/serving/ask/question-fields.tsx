/** A text and its variables, as a declaration has them. */
import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../../ui/list-page.module.css';

export interface Question {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The names of the existing Parquet files. */
const variables = ['type_', 'nature', 'surface', 'event', 'cj'] as const;

export interface QuestionFieldsProps {
  readonly question: Question;
  readonly onQuestion: (question: Question) => void;
}

/** An empty variable is one that is not known. */
export function QuestionFields({ question, onQuestion }: QuestionFieldsProps) {
  const { t } = useTranslation();
  const set = (name: string, value: string) => {
    const { [name]: _, ...others } = question.variables;
    onQuestion({ ...question, variables: value.trim() === '' ? others : { ...others, [name]: value } });
  };
  return (
    <>
      <Textarea
        label={t('serving.asking.text')}
        autosize
        minRows={2}
        maxRows={6}
        data-autofocus
        value={question.text}
        onChange={(event) => onQuestion({ ...question, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <fieldset className={classes.fields} style={{ border: 0, padding: 0, margin: 0 }}>
        <legend className={classes.note}>{t('serving.asking.variables')}</legend>
        {variables.map((name) => (
          <TextInput
            key={name}
            label={t(`serving.asking.variable.${name}`)}
            style={{ width: 120 }}
            value={question.variables[name] ?? ''}
            onChange={(event) => set(name, event.currentTarget.value)}
          />
        ))}
      </fieldset>
    </>
  );
}
