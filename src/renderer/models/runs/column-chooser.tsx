/** Which metrics, parameters and tags are shown as columns. */
import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { rank } from '../../ui/rank.ts';
import classes from '../models.module.css';
import { counted } from '../parts/numbers.ts';
import { shortName, type RunColumn } from './run-columns.ts';

/** Some servers have thousands of columns: whoever looks for one types a part of its name. */
const most = 100;
const kinds = ['metric', 'param', 'tag'] as const;

export interface ColumnChooserProps {
  readonly all: readonly RunColumn[];
  readonly shown: readonly string[];
  readonly onChange: (columns: readonly string[]) => void;
  readonly onReset: () => void;
  readonly onClose: () => void;
}

/** Ticks take effect at once. */
export function ColumnChooser({ all, shown, onChange, onReset, onClose }: ColumnChooserProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [typed, setTyped] = useState('');
  const found = rank(typed, all, ({ column }) => [{ text: shortName(column), weight: 1 }]);
  const offered = found.slice(0, most);
  const toggle = ({ column }: RunColumn) =>
    onChange(shown.includes(column) ? shown.filter((one) => one !== column) : [...shown, column]);
  return (
    <Dialog title={t('models.runs.columnsTitle')} onClose={onClose} size="lg">
      <div className={classes.form}>
        <TextInput
          type="search"
          aria-label={t('models.runs.columnsFilter')}
          placeholder={t('models.runs.columnsFilter')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        <div className={classes.columns} tabIndex={0} role="group" aria-label={t('models.runs.columnsTitle')}>
          {kinds.map((kind) => {
            const own = offered.filter((one) => one.kind === kind);
            if (own.length === 0) return null;
            return (
              <fieldset key={kind} className={classes.group}>
                <legend>{t(`models.runs.kinds.${kind}`)}</legend>
                {own.map((one) => (
                  <Checkbox
                    key={one.column}
                    checked={shown.includes(one.column)}
                    onChange={() => toggle(one)}
                    label={shortName(one.column)}
                    description={[
                      t('models.runs.inRuns', counted(one.runs, language)),
                      one.distinct === undefined
                        ? undefined
                        : t('models.runs.distinct', counted(one.distinct, language)),
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  />
                ))}
              </fieldset>
            );
          })}
          {found.length === 0 && <p className="quiet">{t('models.runs.noColumn')}</p>}
        </div>
        {found.length > most && (
          <p className={classes.note}>
            {t('models.runs.moreColumns', counted(found.length - most, language))}
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onReset}>
            {t('models.runs.columnsReset')}
          </Button>
          <Button size="sm" variant="filled" onClick={onClose}>
            {t('words.close')}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}
