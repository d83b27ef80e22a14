/** A long text to read: only the lines in sight are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { cutLines } from './cut-lines.ts';
import classes from './text-lines.module.css';

const lineHeight = 19;

/** Numbered lines in the fixed-width font; `numbered` false for what is not a file of lines. */
export function TextLines({
  text,
  label,
  numbered = true,
}: {
  readonly text: string;
  readonly label: string;
  readonly numbered?: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => cutLines(text), [text]);
  const digits = String(lines.at(-1)?.number ?? 1).length;
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  });
  return (
    <div ref={box} className={classes.box} tabIndex={0} role="region" aria-label={label}>
      <div className={classes.inner} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index];
          return (
            <div key={row.key} className={classes.line} style={{ transform: `translateY(${row.start}px)` }}>
              {numbered && (
                <span className={classes.number} style={{ width: `${digits}ch` }} aria-hidden="true">
                  {line?.isFirst ? line.number : ''}
                </span>
              )}
              <span>{line?.text}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
