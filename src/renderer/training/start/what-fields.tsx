/** Which workflow, learning from which set, with which parameters of its own. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TrainingSet } from '../../../shared/contract/training/sets.ts';
import type { TrainingTemplate } from '../../../shared/contract/training/start.ts';
import classes from '../../ui/list-page.module.css';
import { problemOf, templateKey } from './start-form.ts';
import type { FieldsProps } from './start-maker.tsx';

export interface WhatFieldsProps extends FieldsProps {
  readonly templates: readonly TrainingTemplate[];
  readonly sets: readonly TrainingSet[];
}

/** The grid's own parameter is filled by the grid. */
export function WhatFields({ form, change, templates, sets }: WhatFieldsProps) {
  const { t } = useTranslation();
  const template = templates.find((one) => templateKey(one) === form.template);
  const parameters = (template?.scope === 'app' ? [] : (template?.parameters ?? [])).filter(
    ({ name }) => name !== template?.gridParameter,
  );
  return (
    <>
      <div className={classes.fields}>
        <NativeSelect
          className={classes.field ?? ''}
          label={t('training.new.template')}
          {...(template?.description !== undefined && { description: template.description })}
          value={form.template}
          onChange={(event) => change({ template: event.currentTarget.value, parameters: {} })}
          data={templates.map((one) => ({
            value: templateKey(one),
            label: one.scope === 'app' ? t('training.new.ownTemplate') : (one.title ?? one.name),
          }))}
        />
        <NativeSelect
          className={classes.field ?? ''}
          label={t('training.new.set')}
          error={problemOf(form) === 'set' && t('training.new.needsSet')}
          value={form.set}
          onChange={(event) => change({ set: event.currentTarget.value })}
          data={[
            { value: '', label: t('training.new.noSet') },
            ...sets.map(({ address, set }) => ({ value: address, label: set.draft.name })),
          ]}
        />
      </div>
      {parameters.length > 0 && (
        <fieldset className={classes.fields} style={{ border: 0, padding: 0, margin: 0 }}>
          <legend className={classes.note}>{t('training.new.parameters')}</legend>
          {parameters.map(({ name, value, choices, description }) => {
            const common = {
              label: name,
              className: classes.field ?? '',
              ...(description !== undefined && { description }),
              value: form.parameters[name] ?? value ?? '',
            };
            const set = (next: string) => change({ parameters: { ...form.parameters, [name]: next } });
            return choices ? (
              <NativeSelect
                key={name}
                {...common}
                data={choices}
                onChange={(event) => set(event.currentTarget.value)}
              />
            ) : (
              <TextInput key={name} {...common} onChange={(event) => set(event.currentTarget.value)} />
            );
          })}
        </fieldset>
      )}
    </>
  );
}
