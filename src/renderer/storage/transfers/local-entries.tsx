/** The entries of a folder of this laptop: any number, moved through by key. */
import { IconFile, IconFolder } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatBytes, formatMoment } from '../../ui/format.ts';
import classes from './transfers.module.css';

export interface LocalEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'file';
  readonly size?: number | undefined;
  readonly modified?: number | undefined;
}

export interface LocalEntriesProps {
  readonly label: string;
  readonly entries: readonly LocalEntry[];
  /** Any number of them can be chosen, by X or Space. */
  readonly canChoose: boolean;
  readonly showsFiles: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
  readonly onOpen: (path: string) => void;
  readonly onFile: (name: string) => void;
}

const rowHeight = 34;

/** J K and arrows move, Enter opens a folder, X or Space chooses, a click does both. */
export function LocalEntries(props: LocalEntriesProps) {
  const { label, canChoose, chosen, onChosen, onOpen, onFile } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const entries = props.showsFiles ? props.entries : props.entries.filter(({ kind }) => kind === 'folder');
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useEffect(() => setActive(0), [label]);

  const toggle = (entry: LocalEntry) => {
    if (!canChoose) return;
    const next = new Set(chosen);
    if (!next.delete(entry.path)) next.add(entry.path);
    onChosen(next);
  };
  const take = (entry: LocalEntry) => {
    if (entry.kind === 'folder') onOpen(entry.path);
    else if (canChoose) toggle(entry);
    else onFile(entry.name);
  };
  const move = (to: number) => {
    const next = Math.min(entries.length - 1, Math.max(0, to));
    setActive(next);
    rows.scrollToIndex(next);
  };
  const press = (event: React.KeyboardEvent) => {
    const entry = entries[active];
    const page = Math.floor((box.current?.clientHeight ?? 0) / rowHeight);
    const keys: Record<string, () => void> = {
      ArrowDown: () => move(active + 1),
      j: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      k: () => move(active - 1),
      PageDown: () => move(active + page),
      PageUp: () => move(active - page),
      Home: () => move(0),
      End: () => move(entries.length - 1),
      Enter: () => entry && take(entry),
      ' ': () => entry && toggle(entry),
      x: () => entry && toggle(entry),
    };
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };

  return (
    <div
      ref={box}
      className={classes.entries}
      role="listbox"
      aria-label={label}
      aria-multiselectable={canChoose}
      aria-activedescendant={entries.length > 0 ? `entry-${active}` : undefined}
      tabIndex={0}
      onKeyDown={press}
    >
      {entries.length === 0 && <p className={classes.entry}>{t('transfers.emptyFolder')}</p>}
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map((row) => {
          const entry = entries[row.index];
          if (!entry) return null;
          const Icon = entry.kind === 'folder' ? IconFolder : IconFile;
          return (
            <div
              key={entry.path}
              id={`entry-${row.index}`}
              role="option"
              tabIndex={-1}
              aria-selected={chosen.has(entry.path)}
              aria-setsize={entries.length}
              aria-posinset={row.index + 1}
              className={classes.entry}
              style={{
                position: 'absolute',
                insetInline: 0,
                transform: `translateY(${row.start}px)`,
                ...(row.index === active && { outline: '2px solid var(--sx-accent)', outlineOffset: -2 }),
              }}
              onClick={() => {
                setActive(row.index);
                if (entry.kind === 'file' && !canChoose) onFile(entry.name);
                else toggle(entry);
              }}
              onDoubleClick={() => entry.kind === 'folder' && onOpen(entry.path)}
            >
              <Icon size={18} aria-hidden="true" />
              <span className={classes.entryName}>{entry.name}</span>
              {entry.kind === 'folder' && <span className="visually-hidden">{t('transfers.isFolder')}</span>}
              {entry.size !== undefined && (
                <span className={classes.number}>{formatBytes(entry.size, language)}</span>
              )}
              {entry.modified !== undefined && (
                <span className={classes.number}>{formatMoment(entry.modified, Date.now(), language)}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
