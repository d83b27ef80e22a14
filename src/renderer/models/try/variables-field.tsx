/** Variables that are written after the text, in order. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreprocessingProfile } from '../../../shared/contract/models/inference.ts';
import classes from '../models.module.css';

type Variables = PreprocessingProfile['variables'];

/** Name, what is written before the value, what stands for none. */
export function VariablesField({
  variables,
  onChange,
}: {
  readonly variables: Variables;
  readonly onChange: (variables: Variables) => void;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLTableElement>(null);
  const change = (place: number, part: Partial<Variables[number]>) =>
    onChange(variables.map((one, index) => (index === place ? { ...one, ...part } : one)));
  const setMissing = (place: number, text: string) =>
    onChange(
      variables.map(({ name, prefix, missing }, index) =>
        index !== place
          ? { name, prefix, ...(missing !== undefined && { missing }) }
          : { name, prefix, ...(text !== '' && { missing: text }) },
      ),
    );
  return (
    <section className={classes.block}>
      <h2>{t('models.profile.variables')}</h2>
      {variables.length > 0 && (
        <table ref={list} className={classes.plainTable}>
          <caption className="visually-hidden">{t('models.profile.variables')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('models.profile.name')}</th>
              <th scope="col">{t('models.profile.prefix')}</th>
              <th scope="col">{t('models.profile.missing')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('models.pins.columns.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {variables.map((one, place) => (
              <tr key={place}>
                <td>
                  <TextInput
                    size="xs"
                    aria-label={t('models.profile.nameOf', { number: place + 1 })}
                    value={one.name}
                    onChange={(event) => change(place, { name: event.currentTarget.value })}
                    spellCheck={false}
                  />
                </td>
                <td>
                  <TextInput
                    size="xs"
                    aria-label={t('models.profile.prefixOf', { number: place + 1 })}
                    value={one.prefix}
                    onChange={(event) => change(place, { prefix: event.currentTarget.value })}
                    spellCheck={false}
                  />
                </td>
                <td>
                  <TextInput
                    size="xs"
                    aria-label={t('models.profile.missingOf', { number: place + 1 })}
                    placeholder={t('models.try.leftOut')}
                    value={one.missing ?? ''}
                    onChange={(event) => setMissing(place, event.currentTarget.value)}
                    spellCheck={false}
                  />
                </td>
                <td>
                  <ActionIcon
                    aria-label={t('models.profile.removeVariable', { number: place + 1 })}
                    onClick={() => onChange(variables.toSpliced(place, 1))}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div>
        <Button
          size="compact-sm"
          onClick={() => {
            onChange([...variables, { name: '', prefix: '' }]);
            setTimeout(() =>
              list.current?.querySelector<HTMLInputElement>('tbody tr:last-child input')?.focus(),
            );
          }}
        >
          {t('models.profile.addVariable')}
        </Button>
      </div>
    </section>
  );
}
