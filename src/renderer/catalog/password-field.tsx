/** A secret: the renderer holds a placeholder, and the text only while a person looks at it or types a new one. */
import { ActionIcon, TextInput } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextField } from '../../shared/launch-form/types.ts';
import { core } from '../app/core.ts';
import { attempt } from '../app/notices.ts';
import { useField, useForm } from './form-context.ts';
import { useFieldProps } from './use-field-props.ts';

/** Dots in place of the placeholder; typing replaces the whole secret. */
export function PasswordField({ field }: { readonly field: TextField }) {
  const { t } = useTranslation();
  const { formId } = useForm();
  const [value, set] = useField(field.helmValuesPath, field.value);
  const [typed, setTyped] = useState<string>();
  const [shown, setShown] = useState<string>();
  const isShown = shown !== undefined;

  const toggle = async () => {
    if (isShown) return setShown(undefined);
    if (typed !== undefined) return setShown(typed);
    const answer = await attempt(() =>
      core.catalog.revealInForm({ formId, path: [...field.helmValuesPath] }),
    );
    if (answer) setShown(answer.value);
  };

  return (
    <TextInput
      {...useFieldProps(field)}
      type={isShown ? 'text' : 'password'}
      autoComplete="new-password"
      spellCheck={false}
      readOnly={field.isReadonly}
      value={typed ?? shown ?? (value === '' ? '' : '••••••••')}
      // The dots stand for a secret that is not here: the first key replaces them.
      onFocus={(event) => typed === undefined && !isShown && event.currentTarget.select()}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        if (isShown) setShown(text);
        set(text);
      }}
      rightSection={
        <ActionIcon
          aria-label={t(isShown ? 'launch.hide' : 'launch.reveal', { name: field.title })}
          aria-pressed={isShown}
          onClick={() => void toggle()}
        >
          {isShown ? <IconEyeOff size={16} /> : <IconEye size={16} />}
        </ActionIcon>
      }
    />
  );
}
