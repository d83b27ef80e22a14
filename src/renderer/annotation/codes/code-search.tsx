/** A box in which a code is searched for and chosen, with the keyboard alone. */
import { Loader, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeTitle } from './code-title.tsx';
import classes from './codes.module.css';
import { useHits } from './use-hits.ts';
import type { LoadedNomenclature } from './use-nomenclature.ts';

export interface CodeSearchProps {
  readonly loaded: Pick<LoadedNomenclature, 'tree' | 'search'>;
  readonly label: string;
  readonly onChoose: (code: string) => void;
  /** Is told of the code that the arrows stand on, undefined when none is found. */
  readonly onLookAt?: (code: string | undefined) => void;
  /** Only codes of this level may be chosen; others are shown greyed. */
  readonly level?: number;
  readonly autoFocus?: boolean;
  /** Is the box of the page to which `/` leads. */
  readonly isFilter?: boolean;
}

/** Typing searches codes, titles, synonyms and notes; arrows move, Enter chooses, Escape empties the box. */
export function CodeSearch(props: CodeSearchProps) {
  const { loaded, label, onChoose, onLookAt, level, autoFocus = false, isFilter = false } = props;
  const { t } = useTranslation();
  const list = useId();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const { hits, isPending } = useHits(loaded.search, text, () => setPlace(0));
  const at = Math.min(place, hits.length - 1);
  const mayTake = (code: string) => level === undefined || loaded.tree.node(code)?.level === level;
  const choose = (code: string | undefined) => {
    if (code === undefined || !mayTake(code)) return;
    setText('');
    onChoose(code);
  };
  const move = (to: number) => {
    setPlace(to);
    onLookAt?.(hits[to]?.code);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(Math.min(at + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') move(Math.max(at - 1, 0));
    else if (event.key === 'Enter') choose(hits[at]?.code);
    else if (event.key === 'Escape' && text !== '') setText('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={classes.search}>
      <TextInput
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded={hits.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        {...(at >= 0 && { 'aria-activedescendant': `${list}-${at}` })}
        placeholder={label}
        leftSection={<IconSearch size={16} />}
        rightSection={isPending && !loaded.search ? <Loader size={14} /> : undefined}
        data-autofocus={autoFocus || undefined}
        data-filter={isFilter || undefined}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
      />
      <ul id={list} role="listbox" aria-label={label} className={classes.hits} hidden={hits.length === 0}>
        {hits.map((hit, index) => (
          <li
            key={hit.code}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            aria-disabled={!mayTake(hit.code)}
            onClick={() => choose(hit.code)}
          >
            <CodeTitle tree={loaded.tree} code={hit.code} ranges={hit.ranges} titleIn={hit.titleIn} />
          </li>
        ))}
      </ul>
      <p role="status" className={classes.note}>
        {text.trim() !== '' && !isPending && hits.length === 0 && t('coding.codes.nothing', { text })}
      </p>
    </div>
  );
}
