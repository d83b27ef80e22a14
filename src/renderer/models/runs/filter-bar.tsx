/** The filter over runs: in the grammar of MLflow, its fault shown at its place. */
import { Button, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { failureSentence } from '../../app/failures.ts';
import { useSay } from '../../app/language/words.ts';
import classes from '../models.module.css';
import { faultPlace } from './filter-fault.ts';
import type { RunColumn } from './run-columns.ts';

export interface FilterBarProps {
  readonly filter: string;
  readonly columns: readonly RunColumn[];
  readonly fault: FailureData | undefined;
  readonly onFilter: (filter: string) => void;
}

/** Enter filters, Escape takes the filter away. */
export function FilterBar({ filter, columns, fault, onFilter }: FilterBarProps) {
  const { t } = useTranslation();
  const say = useSay();
  const [typed, setTyped] = useState(filter);
  const [showsExamples, setShowsExamples] = useState(false);
  const place = fault && typed === filter ? faultPlace(filter, fault) : undefined;
  const metric = columns.find(({ kind }) => kind === 'metric')?.column ?? 'metrics.accuracy';
  const param =
    columns.find(({ kind, distinct }) => kind === 'param' && distinct !== 1)?.column ?? 'params.DIM';
  const examples = [
    `${metric} > 0.8`,
    `${metric} > 0.8 and ${param} = '180'`,
    "attributes.status = 'FINISHED'",
    "tags.mlflow.user LIKE 'a%'",
  ];
  return (
    <form
      className={classes.filterBar}
      onSubmit={(event) => {
        event.preventDefault();
        onFilter(typed.trim());
      }}
    >
      <TextInput
        data-filter
        aria-label={t('models.runs.filter')}
        placeholder={examples[1]}
        leftSection={<IconFilter size={16} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || typed === '') return;
          setTyped('');
          onFilter('');
        }}
        aria-invalid={place !== undefined}
        aria-describedby={place ? 'run-filter-fault' : undefined}
        classNames={{ input: classes.codeInput ?? '' }}
        autoComplete="off"
        spellCheck={false}
      />
      <Button size="sm" type="submit" disabled={typed.trim() === filter}>
        {t('models.runs.apply')}
      </Button>
      <Button
        size="sm"
        variant="subtle"
        aria-expanded={showsExamples}
        onClick={() => setShowsExamples(!showsExamples)}
      >
        {t('models.runs.examples')}
      </Button>
      {place && fault && (
        <div className={classes.fault} id="run-filter-fault" role="alert">
          <code className={classes.code}>
            {place.before}
            <mark>{place.at === '' ? '\u00a0' : place.at}</mark>
            {place.after}
          </code>
          <span>{failureSentence(fault, say)}</span>
        </div>
      )}
      {showsExamples && (
        <div className={classes.fault}>
          <span className="quiet">{t('models.runs.grammar')}</span>
          <span className={classes.chips}>
            {examples.map((example) => (
              <Button key={example} size="compact-sm" ff="monospace" onClick={() => onFilter(example)}>
                {example}
              </Button>
            ))}
          </span>
        </div>
      )}
    </form>
  );
}
