/** Above the list: the filter, what is listed, which columns; or what is selected and what to do with it. */
import { Button, Checkbox, Menu, TextInput } from '@mantine/core';
import { IconColumns, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../app/language/setup.ts';
import { formatBytes } from '../../../ui/format.ts';
import { ActionButton, MoreActions } from '../actions/action-buttons.tsx';
import { useBrowse } from '../browse-context.ts';
import classes from '../storage.module.css';
import { counted } from '../words.ts';
import { nothingChosen, tally } from './chosen.ts';
import { columns, useListLook } from './columns.ts';

/** Time without a letter after which a filter is asked for, in milliseconds. */
const filterPause = 120;

/** One line. */
export function ListTools() {
  const { t } = useTranslation();
  const { versions, setVersions, recursive, setRecursive } = useBrowse();
  const look = useListLook();
  return (
    <div className={classes.tools}>
      <FilterField />
      <Checkbox
        size="xs"
        label={t('storage.list.everything')}
        checked={recursive}
        onChange={(event) => setRecursive(event.currentTarget.checked)}
      />
      <Checkbox
        size="xs"
        label={t('storage.list.versions')}
        checked={versions}
        onChange={(event) => setVersions(event.currentTarget.checked)}
      />
      <Menu closeOnItemClick={false} position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" size="compact-sm" leftSection={<IconColumns size={16} />}>
            {t('storage.columns.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {columns.map(({ name }) => (
            <Menu.Item
              key={name}
              role="menuitemcheckbox"
              aria-checked={look.shown.includes(name)}
              leftSection={
                <span className={classes.box} data-on={look.shown.includes(name)} aria-hidden="true" />
              }
              onClick={() => look.toggle(name)}
            >
              {t(`storage.columns.${name}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <SelectionLine />
    </div>
  );
}

function FilterField() {
  const { t } = useTranslation();
  const { filter, setFilter, focusList } = useBrowse();
  const [text, setText] = useState(filter);
  useEffect(() => setText(filter), [filter]);
  useEffect(() => {
    if (text === filter) return;
    const timer = setTimeout(() => setFilter(text), filterPause);
    return () => clearTimeout(timer);
  }, [text, filter, setFilter]);
  return (
    <TextInput
      className={classes.filter ?? ''}
      size="xs"
      data-filter
      type="search"
      aria-label={t('storage.list.filter')}
      placeholder={t('storage.list.filterHint')}
      leftSection={<IconSearch size={16} />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text) setText('');
        else if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') focusList();
        else return;
        event.preventDefault();
      }}
    />
  );
}

function SelectionLine() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { chosen, choose, view } = useBrowse();
  const { count, folders, bytes } = tally(chosen, view.state);
  if (count === 0) return <span role="status" className="visually-hidden" />;
  return (
    <div className={classes.selection}>
      <span role="status" className="num">
        {t('storage.list.selected', counted(count, language))}
        {bytes > 0 && `, ${formatBytes(bytes, language)}`}
        {folders > 0 && (
          <span className="quiet"> {t('storage.list.plusFolders', counted(folders, language))}</span>
        )}
      </span>
      <ActionButton action="download" />
      <ActionButton action="copy" />
      <ActionButton action="remove" />
      <MoreActions />
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconX size={16} />}
        onClick={() => choose(nothingChosen)}
      >
        {t('storage.list.clear')}
      </Button>
    </div>
  );
}
