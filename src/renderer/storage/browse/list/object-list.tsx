/** The list of a place: any number of rows, of which those on screen are drawn. Fixed heights make their places plain arithmetic. */
import { useEffect, useImperativeHandle, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../../shared/contract/storage/listing.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { useNow } from '../../../ui/use-now.ts';
import { useBrowse } from '../browse-context.ts';
import { useBrowseStore } from '../browse-store.ts';
import classes from '../storage.module.css';
import { isChosen, nothingChosen, toggled } from './chosen.ts';
import { columns as allColumns, useListLook } from './columns.ts';
import { headHeight, ListHead } from './list-head.tsx';
import { ListRow } from './list-row.tsx';
import { rowHeight } from './row-window.ts';
import { useActive } from './use-active.ts';
import { useListKeys } from './use-list-keys.ts';
import { useScroll } from './use-scroll.ts';

export interface ListHandle {
  focus(): void;
  /** Makes the row of a key the active one as soon as it is listed. */
  expect(key: string): void;
}

export interface ObjectListProps {
  readonly handle: Ref<ListHandle>;
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
  readonly onRenamed: (row: Row, name: string | undefined) => void;
}

const tickWidth = 34;
const leastName = 220;
/** More rows than any screen shows at once. */
const drawnAtMost = 256;

/** The grid. Focus stays on it; the active row is named by `aria-activedescendant`. */
export function ObjectList({ handle, onMenu, onRenamed }: ObjectListProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const browse = useBrowse();
  const { source, view, chosen } = browse;
  const now = useNow(60_000);
  const wantedColumns = useListLook((look) => look.shown);
  const clipboard = useBrowseStore((store) => store.clipboard);
  const count = view.state?.matching ?? 0;
  const scroll = useScroll(count, headHeight);
  const { box } = scroll;
  const active = useActive({ source, view, scroll, onActive: browse.setActive });
  const [hasFocus, setHasFocus] = useState(false);

  const shown = fitting(wantedColumns, scroll.width);
  const template = [
    `${tickWidth}px`,
    'minmax(0, 1fr)',
    ...allColumns.filter((one) => shown.includes(one.name)).map((one) => `${one.width}px`),
  ].join(' ');
  const { from, to } = scroll;
  useEffect(() => source?.want(from, to), [source, from, to, view.state?.generation, view.reading, count]);
  useImperativeHandle(handle, () => ({ focus: () => box.current?.focus(), expect: active.expect }), [
    active.expect,
  ]);

  const openMenu = () => {
    const element = box.current?.querySelector(`#storage-row-${active.index}`) ?? box.current;
    const { left, bottom } = element?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
    // Once the key is heard by all: a menu that is there already would take it for one that closes.
    setTimeout(() => onMenu({ x: left + tickWidth, y: bottom }), 0);
  };
  const keys = useListKeys(active, Math.max(1, Math.floor(scroll.viewport / rowHeight) - 1), openMenu);

  const rowOf = (event: React.MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const element = target?.closest<HTMLElement>('[data-index]');
    if (!element) return undefined;
    const index = Number(element.dataset.index);
    return { index, row: source?.row(index), isTick: target?.closest('[data-tick]') !== null };
  };
  const click = (event: React.MouseEvent) => {
    const at = rowOf(event);
    if (!at?.row || (event.target instanceof Element && event.target.closest('input'))) return;
    if (event.shiftKey) {
      keys.extendTo(at.index);
      return;
    }
    keys.beginAt(at.index);
    active.to(at.index);
    if (at.isTick || event.ctrlKey || event.metaKey) {
      browse.choose(toggled(chosen, at.row));
      return;
    }
    if (chosen.kind === 'all' || chosen.rows.size > 0) browse.choose(nothingChosen);
    if (at.row.kind === 'object' || browse.shown)
      browse.show(at.row.key, at.row.version ? { version: at.row.version.id } : {});
  };
  const context = (event: React.MouseEvent) => {
    event.preventDefault();
    const at = rowOf(event);
    if (at?.row) {
      active.to(at.index);
      browse.setActive(at.row);
      if (!isChosen(chosen, at.row)) browse.choose(nothingChosen);
    }
    onMenu({ x: event.clientX, y: event.clientY });
  };

  const cut =
    clipboard?.way === 'move' && clipboard.target.selection.kind === 'rows'
      ? clipboard.target.selection
      : undefined;
  const cutKeys =
    cut?.bucket === browse.place.bucket && cut.profile === browse.place.profile
      ? new Set(cut.keys)
      : undefined;

  return (
    <div
      ref={box}
      className={classes.grid}
      role="grid"
      tabIndex={0}
      data-list
      aria-label={t('storage.list.label', { place: `${browse.place.bucket}/${browse.place.prefix}` })}
      aria-rowcount={count + 1}
      aria-multiselectable="true"
      aria-activedescendant={
        active.index >= from && active.index < to ? `storage-row-${active.index}` : undefined
      }
      onFocus={(event) => event.target === event.currentTarget && setHasFocus(true)}
      onBlur={() => setHasFocus(false)}
      onKeyDown={keys.onKeyDown}
      onClick={click}
      onDoubleClick={(event) => rowOf(event)?.row && browse.perform('open')}
      onContextMenu={context}
    >
      <ListHead columns={shown} template={template} />
      <div role="rowgroup" className={classes.rows} style={{ height: scroll.height }} data-focused={hasFocus}>
        {Array.from({ length: to - from }, (_, offset) => {
          const index = from + offset;
          const row = source?.row(index);
          return (
            <ListRow
              // Rows that leave are used again for those that come: making them anew takes longer than a picture lasts.
              key={index % drawnAtMost}
              row={row}
              index={index}
              top={index * rowHeight - scroll.top + scroll.page}
              template={template}
              columns={shown}
              language={language}
              now={now}
              isActive={index === active.index}
              isChosen={row !== undefined && isChosen(chosen, row)}
              isShown={row !== undefined && row.key === browse.shown}
              isCut={row !== undefined && cutKeys?.has(row.key) === true}
              isRenaming={row !== undefined && row.key === browse.renaming}
              onRenamed={onRenamed}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Those columns for which there is room beside the name. */
function fitting<T extends string>(wanted: readonly T[], width: number): readonly T[] {
  let room = width - tickWidth - leastName;
  return wanted.filter((name) => (room -= allColumns.find((one) => one.name === name)?.width ?? 0) >= 0);
}
