/** The headings of a grid: names, types, order, and what stands below them. */
import type { DataGridProps } from './data-grid.tsx';
import classes from './data-grid.module.css';
import type { CellPlace } from './grid-moves.ts';
import type { Span } from './grid-window.ts';

export interface GridHeadingProps extends Pick<
  DataGridProps,
  'columns' | 'sort' | 'onSort' | 'underHeading' | 'words'
> {
  readonly id: string;
  readonly active: CellPlace;
  readonly shown: Span;
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
  readonly gutter: number;
  readonly width: number;
  readonly height: number;
  readonly onStand: (column: number) => void;
  readonly onResize: (column: number, width: number) => void;
}

/** One row, always in sight. A click sorts, with Shift it sorts further; the right edge is dragged for the width. */
export function GridHeading(props: GridHeadingProps) {
  const { columns, sort = [], shown, id, active } = props;
  return (
    <div role="rowgroup" className={classes.heading} style={{ height: props.height, width: props.width }}>
      <div role="row" aria-rowindex={1}>
        <div
          role="columnheader"
          aria-colindex={1}
          className={classes.corner}
          style={{ width: props.gutter, height: props.height }}
        >
          <span className="visually-hidden">{props.words.rowNumber}</span>
        </div>
        {Array.from({ length: shown.to - shown.from }, (_, step) => {
          const column = shown.from + step;
          const one = columns[column];
          if (!one) return null;
          const rank = sort.findIndex((each) => each.column === one.name);
          const isDown = sort[rank]?.descending === true;
          return (
            <div
              key={column}
              id={`${id}--1-${column}`}
              role="columnheader"
              tabIndex={-1}
              aria-colindex={column + 2}
              aria-sort={props.onSort ? (rank < 0 ? 'none' : isDown ? 'descending' : 'ascending') : undefined}
              className={classes.head}
              data-active={active.row < 0 && active.column === column}
              data-sortable={props.onSort !== undefined}
              data-number={one.isNumber}
              style={{
                left: props.gutter + (props.lefts[column] ?? 0),
                width: props.widths[column],
                height: props.height,
              }}
              title={one.name}
              onClick={(event) => {
                props.onStand(column);
                props.onSort?.(one.name, event.shiftKey);
              }}
            >
              <div className={classes.name}>
                <span>{one.name}</span>
                {rank >= 0 && (
                  <span aria-hidden="true" className={classes.order}>
                    {isDown ? '↓' : '↑'}
                    {sort.length > 1 && <sub>{rank + 1}</sub>}
                  </span>
                )}
              </div>
              <div className={classes.type}>{one.type ?? '\u00a0'}</div>
              {props.underHeading?.(column)}
              <Edge width={props.widths[column] ?? 0} onResize={(width) => props.onResize(column, width)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The right edge of a heading, for the mouse; by key Alt with the arrows does the same. */
function Edge({ width, onResize }: { readonly width: number; readonly onResize: (width: number) => void }) {
  return (
    <span
      aria-hidden="true"
      className={classes.edge}
      onClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        const from = event.clientX;
        const edge = event.currentTarget;
        edge.setPointerCapture(event.pointerId);
        edge.onpointermove = (move) => onResize(width + move.clientX - from);
        edge.onpointerup = () => {
          edge.onpointermove = null;
          edge.onpointerup = null;
        };
        event.preventDefault();
      }}
    />
  );
}
