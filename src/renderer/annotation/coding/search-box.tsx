/** The box that is always armed: words or a code. */
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { memo, type Ref } from 'react';
import { useTranslation } from 'react-i18next';

export interface SearchBoxProps {
  readonly box: Ref<HTMLInputElement>;
  readonly text: string;
  /** Id of the list below it. */
  readonly list: string;
  /** Number of the highlighted row of the list; -1 where there is none. */
  readonly at: number;
  readonly isEmpty: boolean;
  readonly onText: (text: string) => void;
}

/** Drawn again only when something of it is another. */
export const SearchBox = memo(function SearchBox({ box, text, list, at, isEmpty, onText }: SearchBoxProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      ref={box}
      role="combobox"
      aria-label={t('coding.search')}
      aria-expanded={!isEmpty}
      aria-controls={list}
      aria-autocomplete="list"
      {...(at >= 0 && { 'aria-activedescendant': `${list}-${at}` })}
      placeholder={t('coding.search')}
      leftSection={<IconSearch size={16} />}
      spellCheck={false}
      autoComplete="off"
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
});
