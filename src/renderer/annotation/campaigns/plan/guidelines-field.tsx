/** Guidelines as they are written, and as annotators will read them. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Markdown } from '../../../ui/markdown.tsx';
import classes from '../campaigns.module.css';

/** Markdown in a field, or drawn. */
export function GuidelinesField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const { t } = useTranslation();
  const [isDrawn, setDrawn] = useState(false);
  return (
    <div className={classes.form}>
      {isDrawn ? (
        <div className={classes.guidelines}>
          <Markdown text={value} label={t('annotation.guidelines.title')} />
        </div>
      ) : (
        <Textarea
          label={t('annotation.guidelines.title')}
          description={t('annotation.guidelines.markdown')}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          minRows={5}
        />
      )}
      <div>
        <Button onClick={() => setDrawn(!isDrawn)} disabled={!isDrawn && value.trim() === ''}>
          {t(isDrawn ? 'annotation.guidelines.write' : 'annotation.guidelines.draw')}
        </Button>
      </div>
    </div>
  );
}
