/** An object or list without a shape, as YAML text. */
import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { YamlField } from '../../shared/launch-form/types.ts';
import { useField } from './form-context.ts';
import classes from './launch.module.css';
import { useFieldProps } from './use-field-props.ts';

type Yaml = typeof import('yaml');

/** A text that goes to the core whenever it is valid YAML of the right kind. */
export function YamlBlock({ field }: { readonly field: YamlField }) {
  const { t } = useTranslation();
  const [value, set] = useField<unknown>(field.helmValuesPath, field.value);
  const [yaml, setYaml] = useState<Yaml>();
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => void import('yaml').then(setYaml), []);
  const { error, ...props } = useFieldProps(field);
  const shown = text ?? yaml?.stringify(value) ?? JSON.stringify(value);

  const change = (next: string) => {
    setText(next);
    if (!yaml) return;
    const document = yaml.parseDocument(next);
    const [first] = document.errors;
    if (first)
      return setProblem(
        t('launch.yamlInvalid', {
          line: first.linePos?.[0].line ?? 1,
          message: first.message.split('\n')[0] ?? '',
        }),
      );
    const parsed: unknown =
      document.toJS({ maxAliasCount: 100 }) ?? (field.expectedDataType === 'array' ? [] : {});
    if (Array.isArray(parsed) !== (field.expectedDataType === 'array') || typeof parsed !== 'object') {
      return setProblem(t('formProblems.type', { type: field.expectedDataType }));
    }
    setProblem(undefined);
    set(parsed);
  };

  return (
    <Textarea
      {...props}
      error={problem ?? error}
      classNames={{ input: classes.yamlText ?? '' }}
      spellCheck={false}
      readOnly={field.isReadonly}
      value={shown}
      onChange={(event) => change(event.currentTarget.value)}
      // What the person wrote stays while it is wrong; once it is right, the core's own writing counts again.
      onBlur={() => problem === undefined && setText(undefined)}
    />
  );
}
