/** Names with their values, shown, and changed on purpose. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import ui from '../../../ui/ui.module.css';
import classes from '../storage.module.css';
import { pairsProblem } from './pairs-problem.ts';

export interface PairsEditorProps {
  readonly title: string;
  readonly hint: string;
  readonly kind: 'metadata' | 'tags';
  readonly pairs: Readonly<Record<string, string>>;
  readonly canChange: boolean;
  readonly onSave: (pairs: Record<string, string>) => Promise<void>;
}

/** A list; a button makes fields of it. */
export function PairsEditor({ title, hint, kind, pairs, canChange, onSave }: PairsEditorProps) {
  const { t } = useTranslation();
  const [lines, setLines] = useState<readonly (readonly [string, string])[]>();
  const [failure, setFailure] = useState<FailureData>();
  const [isBusy, setBusy] = useState(false);
  const known = Object.entries(pairs);
  if (!lines) {
    return (
      <section className={classes.stack}>
        <h3 className={classes.formHead}>{title}</h3>
        {known.length === 0 ? (
          <span className="quiet">{t('storage.detail.nothing')}</span>
        ) : (
          <dl className={ui.pairs}>
            {known.map(([name, value]) => (
              <div key={name} className={classes.pair}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <span>
          <Button
            size="compact-sm"
            disabled={!canChange}
            onClick={() => setLines(known.length > 0 ? known : [['', '']])}
          >
            {t('storage.detail.changePairs')}
          </Button>
        </span>
      </section>
    );
  }
  const filled = lines.filter(([name, value]) => name !== '' || value !== '');
  const problem = pairsProblem(kind, filled);
  const set = (at: number, pair: readonly [string, string] | undefined) =>
    setLines(lines.flatMap((line, index) => (index === at ? (pair ? [pair] : []) : [line])));
  const save = async () => {
    if (problem || isBusy) return;
    setBusy(true);
    try {
      await onSave(Object.fromEntries(filled));
      setLines(undefined);
      setFailure(undefined);
    } catch (error) {
      setFailure(failureOf(error));
    }
    setBusy(false);
  };
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => (event.preventDefault(), void save())}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        setLines(undefined);
      }}
    >
      <h3 className={classes.formHead}>{title}</h3>
      <p className="quiet">{hint}</p>
      {lines.map(([name, value], index) => (
        <div key={index} className={classes.pairLine}>
          <TextInput
            aria-label={t('storage.detail.pairName', { number: index + 1 })}
            value={name}
            autoFocus={index === 0}
            spellCheck={false}
            onChange={(event) => set(index, [event.currentTarget.value, value])}
          />
          <TextInput
            aria-label={t('storage.detail.pairValue', { number: index + 1 })}
            value={value}
            onChange={(event) => set(index, [name, event.currentTarget.value])}
          />
          <ActionIcon
            aria-label={t('storage.detail.removePair', { name })}
            onClick={() => set(index, undefined)}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      {problem && <p className={classes.problem}>{t(`storage.detail.problems.${problem}`)}</p>}
      {failure && <FailureView failure={failure} compact />}
      <div className={classes.buttons}>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setLines([...lines, ['', '']])}>
          {t('storage.detail.addPair')}
        </Button>
        <Button type="submit" variant="filled" disabled={problem !== undefined} loading={isBusy}>
          {t('storage.detail.save')}
        </Button>
        <Button onClick={() => setLines(undefined)}>{t('words.cancel')}</Button>
      </div>
    </form>
  );
}
