/** Any number of runs, of which those in sight are drawn; moved through, ordered and chosen by key. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { useNow } from '../../ui/use-now.ts';
import { formatNumber } from '../../ui/format.ts';
import { nextOrder, ownColumns, shortName, type Order } from './run-columns.ts';
import { RunCells } from './run-cells.tsx';
import classes from './runs.module.css';
import type { Chosen } from './selection.ts';
import { moved, type Place } from './table-moves.ts';
import type { useRunRows } from './use-run-rows.ts';

export interface RunTableProps {
  /** Beside those that every run has. */
  readonly columns: readonly string[];
  readonly rows: ReturnType<typeof useRunRows>;
  readonly order: readonly Order[];
  readonly chosen: Chosen;
  readonly onOrder: (order: readonly Order[]) => void;
  readonly onToggle: (id: string) => void;
  readonly onExtend: (ids: readonly string[]) => void;
  readonly onOpen: (id: string) => void;
}

const rowHeight = 32;
const headHeight = 34;
const widths = {
  tick: 34,
  'attributes.run_name': 290,
  'attributes.status': 124,
  'attributes.start_time': 132,
  'attributes.duration': 92,
  other: 132,
};
const widthOf = (column: string) => (column in widths ? widths[column as keyof typeof widths] : widths.other);

/** J K and arrows move, X chooses, Shift extends, Enter opens; on a heading Enter orders. The focus stays on the table. */
export function RunTable(props: RunTableProps) {
  const { columns, rows, order, chosen } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(10_000);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const count = rows.total ?? 1;
  const place = { row: Math.min(at.row, count - 1), column: at.column };
  const all = [...ownColumns, ...columns];
  const template = [widths.tick, ...all.map(widthOf)].map((width) => `${width}px`).join(' ');
  const width = widths.tick + all.reduce((sum, column) => sum + widthOf(column), 0);
  const drawn = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
  });
  const items = drawn.getVirtualItems();
  const [from, to] = [items[0]?.index ?? 0, (items.at(-1)?.index ?? -1) + 1];
  useEffect(() => rows.show({ from, to }), [rows.show, from, to]);

  const stand = (next: Place) => {
    setAt(next);
    if (next.row >= 0) drawn.scrollToIndex(next.row);
    if (next.column !== place.column) {
      const left = all.slice(0, next.column).reduce((sum, column) => sum + widthOf(column), widths.tick);
      const element = box.current;
      if (
        element &&
        (left < element.scrollLeft ||
          left + widthOf(all[next.column] ?? '') > element.scrollLeft + element.clientWidth)
      )
        element.scrollLeft = left - widths.tick;
    }
  };
  const sort = (column: string) => props.onOrder(nextOrder(order, column));
  const press = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows.rowAt(place.row);
    const page = Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    const next = moved(event.key, place, { rows: count, columns: all.length, page });
    if (next) {
      const ids = event.shiftKey && next.row >= 0 ? [row?.id, rows.rowAt(next.row)?.id] : [];
      props.onExtend(ids.filter((one) => one !== undefined));
      stand(next);
    } else if (place.row < 0 && (event.key === 'Enter' || event.key === ' ')) sort(all[place.column] ?? '');
    else if (event.key === 'Enter' && row) props.onOpen(row.id);
    else if ((event.key === 'x' || event.key === ' ') && row) props.onToggle(row.id);
    else return;
    event.preventDefault();
  };
  const click = (event: React.MouseEvent, index: number) => {
    const row = rows.rowAt(index);
    const on = (part: string) => event.target instanceof Element && event.target.closest(part) !== null;
    stand({ row: index, column: place.column });
    // The focus stays with the table, which is moved through by key.
    box.current?.focus({ preventScroll: true });
    if (!row) return;
    if (on('[data-tick]') || event.ctrlKey || event.metaKey || event.shiftKey) props.onToggle(row.id);
    else if (on('[data-open]')) props.onOpen(row.id);
  };
  const isDrawn = place.row < 0 || (place.row >= from && place.row < to);
  return (
    <div
      ref={box}
      className={classes.box}
      role="grid"
      tabIndex={0}
      aria-label={t('models.runs.table')}
      aria-rowcount={count + 1}
      aria-multiselectable="true"
      aria-activedescendant={
        isDrawn ? (place.row < 0 ? `${id}-head-${place.column}` : `${id}-${place.row}`) : undefined
      }
      onKeyDown={press}
    >
      <div style={{ height: drawn.getTotalSize(), width, minWidth: '100%', position: 'relative' }}>
        <div role="rowgroup" className={classes.head} style={{ height: headHeight }}>
          <div
            role="row"
            aria-rowindex={1}
            className={classes.headRow}
            style={{ gridTemplateColumns: template }}
          >
            <span role="columnheader">
              <span className="visually-hidden">{t('models.runs.select')}</span>
            </span>
            {all.map((column, index) => {
              const isOrder = order[0]?.column === column;
              const direction = order[0]?.descending ? 'descending' : 'ascending';
              const own = ownColumns.find((one) => one === column);
              return (
                <span
                  key={column}
                  id={`${id}-head-${index}`}
                  role="columnheader"
                  tabIndex={-1}
                  aria-sort={isOrder ? direction : 'none'}
                  className={classes.heading}
                  data-number={column.startsWith('metrics.') || column === 'attributes.duration' || undefined}
                  data-active={place.row < 0 && place.column === index}
                  title={column}
                  onClick={() => {
                    setAt({ row: -1, column: index });
                    box.current?.focus({ preventScroll: true });
                    sort(column);
                  }}
                >
                  <span>{own ? t(`models.runs.own.${own}`) : shortName(column)}</span>
                  {isOrder && <span aria-hidden="true">{order[0]?.descending ? '↓' : '↑'}</span>}
                </span>
              );
            })}
          </div>
        </div>
        <div role="rowgroup">
          {items.map(({ index, start }) => {
            const row = rows.rowAt(index);
            const isChosen = row !== undefined && chosen.includes(row.id);
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isChosen}
                aria-label={row?.name ?? t('models.runs.row', { number: formatNumber(index + 1, language) })}
                className={classes.row}
                data-active={index === place.row}
                style={{
                  gridTemplateColumns: template,
                  height: rowHeight,
                  transform: `translateY(${start}px)`,
                }}
                onClick={(event) => click(event, index)}
                onDoubleClick={() => row && props.onOpen(row.id)}
              >
                <RunCells row={row} columns={columns} isChosen={isChosen} now={now} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
