/** Where the runs are recorded. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import classes from '../../ui/list-page.module.css';
import { problemOf } from './start-form.ts';
import type { FieldsProps } from './start-maker.tsx';

/** A server and an experiment, which is made where it is missing. */
export function TrackingFields({
  form,
  change,
  servers,
}: FieldsProps & { readonly servers: readonly ModelServer[] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section} aria-labelledby="training-tracking">
      <h2 id="training-tracking">{t('training.new.tracking')}</h2>
      <div className={classes.fields}>
        <NativeSelect
          label={t('training.new.server')}
          value={form.server}
          onChange={(event) => change({ server: event.currentTarget.value })}
          data={[
            ...servers.map(({ id, name }) => ({ value: id, label: name })),
            { value: '', label: t('training.new.noServer') },
          ]}
        />
        {form.server !== '' && (
          <TextInput
            label={t('training.new.experiment')}
            error={problemOf(form) === 'experiment'}
            value={form.experiment}
            onChange={(event) => change({ experiment: event.currentTarget.value })}
          />
        )}
      </div>
    </section>
  );
}
