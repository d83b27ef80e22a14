/** What runs in each pod of the app's own workflow, and with whose keys. */
import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../../ui/list-page.module.css';
import { problemOf } from './start-form.ts';
import type { FieldsProps } from './start-maker.tsx';

/** Image, command, resources, keys. */
export function ContainerFields({
  form,
  change,
  secrets,
}: FieldsProps & { readonly secrets: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section} aria-labelledby="training-container">
      <h2 id="training-container">{t('training.new.container')}</h2>
      <div className={classes.fields}>
        <TextInput
          className={classes.field ?? ''}
          label={t('training.new.image')}
          error={problemOf(form) === 'image'}
          value={form.image}
          onChange={(event) => change({ image: event.currentTarget.value })}
        />
        <TextInput
          className={classes.field ?? ''}
          label={t('training.new.command')}
          value={form.command}
          onChange={(event) => change({ command: event.currentTarget.value })}
        />
      </div>
      <div className={classes.fields}>
        <TextInput
          w={110}
          label={t('training.new.cpu')}
          value={form.cpu}
          onChange={(event) => change({ cpu: event.currentTarget.value })}
        />
        <TextInput
          w={110}
          label={t('training.new.memory')}
          value={form.memory}
          onChange={(event) => change({ memory: event.currentTarget.value })}
        />
        <NumberInput
          w={190}
          label={t('training.new.gpus')}
          min={0}
          allowDecimal={false}
          value={form.gpus}
          onChange={(value) => change({ gpus: Number(value) || 0 })}
        />
        <NativeSelect
          label={t('training.new.keys')}
          value={form.secret}
          onChange={(event) => change({ secret: event.currentTarget.value })}
          data={[
            ...secrets.map((name) => ({ value: name, label: t('training.new.secret', { name }) })),
            { value: '', label: t('training.new.session') },
          ]}
        />
      </div>
    </section>
  );
}
