/** The lines of a log, those in sight alone. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { pieces, type LogLine } from './log-lines.ts';
import classes from './log-view.module.css';

export interface LogBoxProps {
  readonly lines: readonly LogLine[];
  readonly label: string;
  readonly query: string;
  readonly wrap: boolean;
  readonly follow: boolean;
  /** Called when the person scrolls up from the end. */
  readonly onLeaveEnd: () => void;
}

/** Stays at the end while it follows. */
export function LogBox({ lines, label, query, wrap, follow, onLeaveEnd }: LogBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 18,
    overscan: 20,
  });
  const count = lines.length;
  useEffect(() => {
    if (follow && count > 0) rows.scrollToIndex(count - 1, { align: 'end' });
  }, [follow, count, wrap, rows]);
  return (
    <div
      ref={box}
      className={classes.log}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={label}
      onWheel={(event) => event.deltaY < 0 && follow && onLeaveEnd()}
      onKeyDown={(event) => /^(ArrowUp|PageUp|Home)$/.test(event.key) && follow && onLeaveEnd()}
    >
      <div className={classes.inner} data-wrap={wrap} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            className={classes.line}
            data-wrap={wrap}
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {pieces(lines[row.index]?.text ?? '', query).map((piece, index) =>
              piece.found ? <mark key={index}>{piece.text}</mark> : piece.text || ' ',
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
