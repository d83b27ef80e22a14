/** A field in which an object or a folder of the storage is typed, with what could follow. */
import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompletions } from './completions.ts';

export interface PathFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly wants: 'object' | 'folder';
  readonly description?: string;
  readonly error?: string | undefined;
  /** What a list of missing things calls it. */
  readonly field?: string;
  readonly autoFocus?: boolean;
}

/** `profile / bucket / key`; a folder that was chosen opens what lies in it. */
export function PathField({
  label,
  value,
  onChange,
  wants,
  description,
  error,
  field,
  autoFocus,
}: PathFieldProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const options = useCompletions(value, wants);
  return (
    <Autocomplete
      label={label}
      description={description ?? t('annotation.files.pathHint')}
      placeholder={t(`annotation.files.${wants}Example`)}
      value={value}
      onChange={(text) => {
        onChange(text);
        setOpen(true);
      }}
      data={[...options]}
      filter={({ options: all }) => all}
      dropdownOpened={isOpen && options.length > 0}
      onDropdownClose={() => setOpen(false)}
      onOptionSubmit={(text) => {
        // The list closes first; what lies in the folder that was chosen comes next.
        if (text.endsWith('/') || text.endsWith('/ ')) setTimeout(() => setOpen(true));
      }}
      openOnFocus={false}
      onKeyDown={(event) => event.key === 'ArrowDown' && setOpen(true)}
      comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 }, position: 'bottom-start' }}
      maxDropdownHeight={260}
      autoComplete="off"
      spellCheck={false}
      {...(error !== undefined && { error })}
      {...(field !== undefined && { 'data-field': field })}
      {...(autoFocus && { 'data-autofocus': true })}
    />
  );
}
