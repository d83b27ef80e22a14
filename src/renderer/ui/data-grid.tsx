/** Any number of rows and columns, of which only those in sight are drawn; moved through by key as a grid. */
import { useEffect, useId, useMemo, useState, type ReactNode } from 'react';
import { CellLine, type CopyWhat, type GridWords } from './cell-line.tsx';
import classes from './data-grid.module.css';
import { GridHeading } from './grid-heading.tsx';
import { moveInGrid, type CellPlace } from './grid-moves.ts';
import { columnsInSight, edges, offsetToShow, rowsInSight, type Span } from './grid-window.ts';
import { useGridScroll } from './use-grid-scroll.ts';

export interface GridColumn {
  readonly name: string;
  /** In small letters below the name. */
  readonly type?: string;
  readonly isNumber: boolean;
  readonly width: number;
}

export interface GridCell {
  readonly text: string;
  readonly isNull?: boolean;
}

export interface DataGridProps {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly rows: number;
  /** True where more rows may follow the last. */
  readonly isOpenEnded?: boolean;
  /** Undefined while it is on its way. */
  readonly cellAt: (row: number, column: number) => GridCell | undefined;
  readonly onShow: (rows: Span, columns: Span) => void;
  readonly copy: (what: CopyWhat, at: CellPlace) => Promise<string | undefined>;
  readonly words: GridWords;
  /** How a row number is written; the first row is 1. */
  readonly formatRow: (row: number) => string;
  readonly sort?: readonly { readonly column: string; readonly descending: boolean }[];
  readonly onSort?: (column: string, isAdded: boolean) => void;
  readonly underHeading?: (column: number) => ReactNode;
  /** Pixels that `underHeading` takes. */
  readonly underHeight?: number;
  /** Grows with each wish to go to `row`. */
  readonly goTo?: { readonly row: number; readonly revision: number };
  readonly onColumn?: (column: number) => void;
  /** Stands in the line below the rows. */
  readonly extra?: ReactNode;
}

const rowHeight = 28;
const gutterPerDigit = 8;

/** Arrows, Home, End, Page Up and Down move; Enter on a heading sorts, on a cell shows all of it; Ctrl C copies. */
export function DataGrid(props: DataGridProps) {
  const { columns, rows, cellAt, onShow, goTo, onColumn } = props;
  const id = useId();
  const [at, setAt] = useState<CellPlace>({ row: 0, column: 0 });
  const [isExpanded, setExpanded] = useState(false);
  const [own, setOwn] = useState<Readonly<Record<string, number>>>({});
  const headingHeight = 40 + (props.underHeading ? (props.underHeight ?? 0) : 0);
  const gutter = 24 + gutterPerDigit * Math.max(2, String(rows).length);
  const scroll = useGridScroll(rows, rowHeight, headingHeight);
  const { box } = scroll;
  const widths = useMemo(() => columns.map((one) => own[one.name] ?? one.width), [columns, own]);
  const lefts = useMemo(() => edges(widths), [widths]);
  const inRows = rowsInSight(scroll.top, scroll.height, rowHeight, rows);
  const inColumns = columnsInSight(lefts, scroll.left, Math.max(0, scroll.width - gutter));
  const place: CellPlace = {
    row: Math.min(at.row, rows - 1),
    column: Math.min(at.column, columns.length - 1),
  };

  useEffect(() => {
    onShow({ from: inRows.from, to: inRows.to }, { from: inColumns.from, to: inColumns.to });
  }, [onShow, inRows.from, inRows.to, inColumns.from, inColumns.to]);

  const stand = (next: CellPlace) => {
    setAt(next);
    if (next.column !== at.column) onColumn?.(next.column);
    const left = lefts[next.column] ?? 0;
    const right = lefts[next.column + 1] ?? left;
    const room = Math.max(0, scroll.width - gutter);
    const top =
      next.row < 0
        ? undefined
        : offsetToShow(scroll.top, scroll.height, next.row * rowHeight, (next.row + 1) * rowHeight);
    scroll.moveTo(top, right - left > room ? left : offsetToShow(scroll.left, room, left, right));
  };
  const wish = goTo?.revision;
  useEffect(() => {
    if (goTo && wish) {
      stand({ row: Math.max(0, Math.min(rows - 1, goTo.row)), column: place.column });
      box.current?.focus({ preventScroll: true });
    }
    // Only a new wish moves.
  }, [wish]);

  /** A click leaves the focus with the grid, which moves it by key. */
  const take = (next: CellPlace) => {
    stand(next);
    box.current?.focus({ preventScroll: true });
  };
  const resize = (column: number, width: number) => {
    const name = columns[column]?.name;
    if (name !== undefined) setOwn({ ...own, [name]: Math.round(Math.max(48, Math.min(1_200, width))) });
  };
  const press = (event: React.KeyboardEvent) => {
    const sorted = columns[place.column]?.name;
    const isCopy = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c';
    if (event.altKey) {
      const by = event.key === 'ArrowRight' ? 24 : event.key === 'ArrowLeft' ? -24 : 0;
      if (by === 0) return;
      resize(place.column, (widths[place.column] ?? 0) + by);
    } else if (isCopy && getSelection()?.toString() === '') {
      void props
        .copy('cell', place)
        .then((text) => (text === undefined ? undefined : navigator.clipboard.writeText(text)));
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (place.row >= 0) setExpanded(!isExpanded);
      else if (sorted !== undefined && props.onSort) props.onSort(sorted, event.shiftKey);
      else return;
    } else if (event.key === 'Escape' && isExpanded) {
      setExpanded(false);
      event.stopPropagation();
    } else {
      const page = Math.max(1, Math.floor(scroll.height / rowHeight) - 1);
      const next = moveInGrid(event, place, { rows, columns: columns.length, page });
      if (!next) return;
      stand(next);
    }
    event.preventDefault();
  };

  const isDrawn = place.row < 0 || (place.row >= inRows.from && place.row < inRows.to && columns.length > 0);
  const width = gutter + (lefts.at(-1) ?? 0);
  return (
    <div className={classes.whole}>
      <div
        ref={box}
        className={classes.box}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={props.isOpenEnded ? -1 : rows + 1}
        aria-colcount={columns.length + 1}
        aria-activedescendant={isDrawn ? `${id}-${place.row}-${place.column}` : undefined}
        aria-readonly="true"
        onKeyDown={press}
      >
        <div style={{ height: headingHeight + scroll.innerHeight, width, position: 'relative' }}>
          <GridHeading
            {...props}
            id={id}
            active={place}
            shown={inColumns}
            lefts={lefts}
            widths={widths}
            gutter={gutter}
            width={width}
            height={headingHeight}
            onStand={(column) => take({ row: -1, column })}
            onResize={resize}
          />
          <div role="rowgroup" className={classes.body} style={{ top: headingHeight }}>
            {Array.from({ length: inRows.to - inRows.from }, (_, index) => {
              const row = inRows.from + index;
              return (
                <div
                  key={row}
                  role="row"
                  aria-rowindex={row + 2}
                  className={classes.row}
                  data-active={row === place.row}
                  style={{
                    width,
                    height: rowHeight,
                    transform: `translateY(${Math.round(scroll.boxTop + row * rowHeight - scroll.top)}px)`,
                  }}
                >
                  <div
                    role="rowheader"
                    aria-colindex={1}
                    className={classes.gutter}
                    style={{ width: gutter }}
                  >
                    {props.formatRow(row + 1)}
                  </div>
                  {Array.from({ length: inColumns.to - inColumns.from }, (_unused, step) => {
                    const column = inColumns.from + step;
                    const cell = cellAt(row, column);
                    return (
                      <div
                        key={column}
                        id={`${id}-${row}-${column}`}
                        role="gridcell"
                        tabIndex={-1}
                        aria-colindex={column + 2}
                        className={classes.cell}
                        data-number={columns[column]?.isNumber}
                        data-null={cell?.isNull === true}
                        data-active={row === place.row && column === place.column}
                        style={{ left: gutter + (lefts[column] ?? 0), width: widths[column] }}
                        onClick={() => take({ row, column })}
                        onDoubleClick={() => setExpanded(true)}
                      >
                        {cell ? cell.text.slice(0, 300) : <span className={classes.awaited} />}
                      </div>
                    );
                  })}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {rows > 0 && columns.length > 0 && (
        <CellLine
          at={place}
          column={columns[place.column]?.name ?? ''}
          cell={place.row >= 0 ? cellAt(place.row, place.column) : undefined}
          isExpanded={isExpanded}
          onExpand={setExpanded}
          copy={props.copy}
          words={props.words}
          formatRow={props.formatRow}
          extra={props.extra}
        />
      )}
    </div>
  );
}
