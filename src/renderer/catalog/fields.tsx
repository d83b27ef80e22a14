/** One widget of the form, by its kind. */
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { assertNever } from '../../shared/contract/errors.ts';
import type {
  CheckboxField,
  FormField,
  NumberField,
  SelectField,
  TextField,
} from '../../shared/launch-form/types.ts';
import { useField } from './form-context.ts';
import { typedNumber } from './field-values.ts';
import { PasswordField } from './password-field.tsx';
import { RangeSlider, SingleSlider } from './slider-fields.tsx';
import { useFieldProps } from './use-field-props.ts';
import { YamlBlock } from './yaml-block.tsx';

/** The widget for a field. */
export function Field({ field }: { readonly field: FormField }) {
  switch (field.fieldType) {
    case 'checkbox':
      return <Tick field={field} />;
    case 'select':
      return <Choice field={field} />;
    case 'number field':
      return <NumberBox field={field} />;
    case 'text field':
      return field.isSensitive ? <PasswordField field={field} /> : <TextBox field={field} />;
    case 'slider':
      return <SingleSlider field={field} />;
    case 'range slider':
      return <RangeSlider field={field} />;
    case 'yaml code block':
      return <YamlBlock field={field} />;
    default:
      return assertNever(field);
  }
}

function Tick({ field }: { readonly field: CheckboxField }) {
  const [value, set] = useField(field.helmValuesPath, field.value);
  return (
    <Checkbox
      {...useFieldProps(field)}
      checked={value}
      disabled={field.isReadonly}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}

function Choice({ field }: { readonly field: SelectField }) {
  const [value, set] = useField<unknown>(field.helmValuesPath, field.options[field.selectedOptionIndex]);
  const words = (option: unknown) => (typeof option === 'string' ? option : JSON.stringify(option));
  const index = field.options.findIndex((option) => words(option) === words(value));
  return (
    <NativeSelect
      {...useFieldProps(field)}
      disabled={field.isReadonly}
      value={String(index)}
      onChange={(event) => set(field.options[Number(event.currentTarget.value)])}
      data={field.options.map((option, place) => ({ value: String(place), label: words(option) }))}
    />
  );
}

function TextBox({ field }: { readonly field: TextField }) {
  const [value, set] = useField(field.helmValuesPath, field.value);
  const props = {
    ...useFieldProps(field),
    value,
    readOnly: field.isReadonly,
    spellCheck: false,
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => set(event.currentTarget.value),
  };
  if (field.doRenderAsTextArea) return <Textarea {...props} />;
  const list =
    field.autocomplete.options.length > 0 ? `options-${field.helmValuesPath.join('-')}` : undefined;
  return (
    <>
      <TextInput {...props} {...(list ? { list } : {})} />
      {list && (
        <datalist id={list}>
          {field.autocomplete.options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </>
  );
}

function NumberBox({ field }: { readonly field: NumberField }) {
  const [value, set] = useField(field.helmValuesPath, field.value);
  const [text, setText] = useState(String(value));
  // Half a number ("-", "1.") is kept as typed until it is one.
  useEffect(
    () => setText((now) => (typedNumber(now, field.isInteger) === value ? now : String(value))),
    [value, field.isInteger],
  );
  const { error, ...props } = useFieldProps(field);
  const typed = typedNumber(text, field.isInteger);
  return (
    <TextInput
      {...props}
      error={error ?? typed === undefined}
      inputMode={field.isInteger ? 'numeric' : 'decimal'}
      classNames={{ input: 'num' }}
      maw={220}
      value={text}
      readOnly={field.isReadonly}
      onBlur={() => setText(String(value))}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const next = typedNumber(event.currentTarget.value, field.isInteger);
        if (next !== undefined) set(next);
      }}
    />
  );
}
