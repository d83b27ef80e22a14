/** The folders and secrets of a folder: one row each, moved through by key. */
import { Button } from '@mantine/core';
import { IconFolder, IconKey, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretEntry, SecretStanding } from '../../shared/contract/secrets.ts';
import { useLanguage } from '../app/language/setup.ts';
import { Empty } from '../ui/empty.tsx';
import { formatMoment, formatNumber } from '../ui/format.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { isChanged } from './draft.ts';
import { useDraft } from './drafts.ts';
import { folderOf, nameOf, settingsFolder, shownFolder } from './paths.ts';
import type { EnteredByKey } from './entered-by-key.ts';
import { useFolderName } from './place.ts';
import { standingsQuery } from './queries.ts';
import classes from './secrets.module.css';

const most = 500;
const asked = 200;

export interface SecretListProps {
  readonly placeKey: string;
  readonly folder: string;
  readonly entries: readonly SecretEntry[];
  readonly emptyOrForbidden: boolean;
  readonly filter: string;
  /** Path that is shown beside the list. */
  readonly chosen: string;
  readonly onClearFilter: () => void;
  /** The folder that was gone into by key; it outlives the list, which is away while a folder is read. */
  readonly entered: EnteredByKey;
}

/** J K and arrows move, Enter goes in or shows, Backspace goes up. */
export function SecretList(props: SecretListProps) {
  const { t } = useTranslation();
  const { placeKey, folder, entries, filter, chosen, entered } = props;
  const navigate = useNavigate();
  const folderName = useFolderName();
  const body = useRef<HTMLTableSectionElement>(null);
  const wanted = filter.trim().toLocaleLowerCase();
  const fitting = entries.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  const shown = fitting.slice(0, most);
  const paths = shown.filter(({ kind }) => kind === 'secret').map(({ path }) => path);
  const { data: standings } = useQuery(standingsQuery(placeKey, paths.slice(0, asked)));
  const stop = shown.some(({ path }) => path === chosen) ? chosen : shown[0]?.path;
  const go = (path: string) => void navigate({ to: '/secrets', search: path === '' ? {} : { path } });

  // Whoever went into a folder by key goes on by key.
  useEffect(() => {
    if (!entered.take(folder)) return;
    body.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
  }, [folder, entries, entered]);

  const move = (row: HTMLElement, by: number) => {
    const rows = [...(body.current?.rows ?? [])];
    rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(row as HTMLTableRowElement) + by))]?.focus();
  };
  const press = (event: React.KeyboardEvent<HTMLTableRowElement>, entry: SecretEntry) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.currentTarget;
    const open = () => {
      if (entry.kind === 'folder') entered.note(entry.path);
      go(entry.path);
    };
    const keys: Record<string, () => void> = {
      j: () => move(row, 1),
      ArrowDown: () => move(row, 1),
      k: () => move(row, -1),
      ArrowUp: () => move(row, -1),
      Enter: open,
      ' ': open,
      Backspace: () => {
        entered.note(folderOf(folder));
        go(folderOf(folder));
      },
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  if (entries.length === 0)
    return folder === '' ? (
      <Empty title={t('secrets.emptyTitle')} text={t('secrets.emptyText')} />
    ) : (
      <Empty title={t('secrets.emptyFolderTitle')} text={t('secrets.emptyFolderText')}>
        <Button onClick={() => go(folderOf(folder))}>
          {t('secrets.upFolder', { folder: folderName(folderOf(folder)) })}
        </Button>
      </Empty>
    );
  if (shown.length === 0)
    return (
      <Empty title={t('secrets.noMatch')}>
        <Button onClick={props.onClearFilter}>{t('secrets.clearFilter')}</Button>
      </Empty>
    );
  return (
    <>
      <table
        className={classes.table}
        data-narrow={chosen !== shownFolder(chosen)}
        aria-label={t('secrets.list', { folder: folderName(folder) })}
      >
        <thead>
          <tr>
            <th scope="col">{t('secrets.name')}</th>
            <th scope="col">{t('secrets.state')}</th>
            <th scope="col" className={classes.number}>
              {t('secrets.version')}
            </th>
            <th scope="col" className={classes.number}>
              {t('secrets.changed')}
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {shown.map((entry) => (
            <tr
              key={entry.path}
              tabIndex={entry.path === stop ? 0 : -1}
              aria-selected={entry.path === chosen}
              data-row
              onClick={() => go(entry.path)}
              onKeyDown={(event) => press(event, entry)}
            >
              <Cells
                entry={entry}
                placeKey={placeKey}
                standing={standings?.find(({ path }) => path === entry.path)}
              />
            </tr>
          ))}
        </tbody>
      </table>
      {fitting.length > most && (
        <p className={classes.note}>{t('secrets.more', { count: fitting.length - most })}</p>
      )}
    </>
  );
}

function Cells({
  entry,
  placeKey,
  standing,
}: {
  readonly entry: SecretEntry;
  readonly placeKey: string;
  readonly standing: SecretStanding | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const draft = useDraft(placeKey, entry.path);
  const isSettings = entry.path === settingsFolder;
  const Icon = isSettings ? IconSettings : entry.kind === 'folder' ? IconFolder : IconKey;
  return (
    <>
      <td className={classes.name}>
        <Icon size={18} aria-hidden="true" />
        <span>{nameOf(entry.path)}</span>{' '}
        {entry.kind === 'folder' && (
          <span className={classes.kind}>{t(isSettings ? 'secrets.settings' : 'secrets.folder')}</span>
        )}
      </td>
      <td>
        {draft && isChanged(draft) ? (
          <StateMark tone="warn" word={t('secrets.unsavedMark')} />
        ) : standing?.deleted ? (
          <span className={classes.stateLine}>
            <StateMark tone="paused" word={t('secrets.deletedMark')} />{' '}
            <span className={classes.kind}>{t('secrets.deletedHint')}</span>
          </span>
        ) : null}
      </td>
      <td className={classes.number}>{standing ? formatNumber(standing.version, language) : ''}</td>
      <td className={classes.number}>
        {standing ? formatMoment(standing.updatedAt, Date.now(), language) : ''}
      </td>
    </>
  );
}
