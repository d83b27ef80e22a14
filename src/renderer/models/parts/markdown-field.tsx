/** A text in Markdown: read, and changed in place. */
import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Markdown } from '../../ui/markdown.tsx';
import classes from '../models.module.css';

export interface MarkdownFieldProps {
  readonly title: string;
  readonly text: string;
  /** Said where there is no text. */
  readonly empty: string;
  /** It cannot be changed now. */
  readonly isFixed: boolean;
  readonly save: (text: string) => Promise<unknown>;
}

/** What was typed stays until it is saved or given up; Ctrl+Enter saves, Escape gives up. */
export function MarkdownField({ title, text, empty, isFixed, save }: MarkdownFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const [saved, setSaved] = useState<string>();
  const [failure, setFailure] = useState<FailureData>();
  const change = useRef<HTMLButtonElement>(null);
  const shown = saved ?? text;
  const leave = () => {
    setTyped(undefined);
    setFailure(undefined);
    // The button comes back with the next drawing.
    setTimeout(() => change.current?.focus());
  };
  const keep = async () => {
    if (typed === undefined) return;
    try {
      await save(typed);
      setSaved(typed);
      leave();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2>{title}</h2>
        {typed === undefined && !isFixed && (
          <Button
            ref={change}
            variant="subtle"
            size="compact-sm"
            aria-label={t('models.changeOf', { name: title })}
            onClick={() => setTyped(shown)}
          >
            {t('models.change')}
          </Button>
        )}
      </div>
      {typed === undefined ? (
        shown === '' ? (
          <p className="quiet">{empty}</p>
        ) : (
          <Markdown text={shown} label={title} />
        )
      ) : (
        <>
          <Textarea
            aria-label={title}
            description={t('models.markdownHint')}
            value={typed}
            autoFocus
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') leave();
              else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void keep();
            }}
          />
          {failure && <FailureView failure={failure} onRetry={() => void keep()} compact />}
          <div className={classes.buttons}>
            <Button size="sm" variant="filled" onClick={() => void keep()}>
              {t('models.servers.save')}
            </Button>
            <Button size="sm" onClick={leave}>
              {t('words.cancel')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
