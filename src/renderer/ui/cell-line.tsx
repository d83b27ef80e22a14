/** Below a grid: all of the cell that has the focus, and copying. */
import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import classes from './data-grid.module.css';
import type { GridCell } from './data-grid.tsx';
import type { CellPlace } from './grid-moves.ts';

export type CopyWhat = 'cell' | 'row' | 'column';

/** What a grid says; it does not know what its rows are about. */
export interface GridWords {
  readonly rowNumber: string;
  readonly copyCell: string;
  readonly copyRow: string;
  readonly copyColumn: string;
  readonly showAll: string;
  readonly showLess: string;
  readonly row: (number: string) => string;
}

export interface CellLineProps {
  readonly at: CellPlace;
  readonly column: string;
  readonly cell: GridCell | undefined;
  readonly isExpanded: boolean;
  readonly onExpand: (isExpanded: boolean) => void;
  readonly copy: (what: CopyWhat, at: CellPlace) => Promise<string | undefined>;
  readonly words: GridWords;
  readonly formatRow: (row: number) => string;
  readonly extra: ReactNode;
}

/** One line; as high as a paragraph once it is expanded. */
export function CellLine({
  at,
  column,
  cell,
  isExpanded,
  onExpand,
  copy,
  words,
  formatRow,
  extra,
}: CellLineProps) {
  const isLong = (cell?.text.length ?? 0) > 60 || cell?.text.includes('\n') === true;
  return (
    <div className={classes.line} data-expanded={isExpanded}>
      <span className={classes.lineName}>
        {column}
        {at.row >= 0 && <span className="quiet num"> · {words.row(formatRow(at.row + 1))}</span>}
      </span>
      <span
        className={classes.lineText}
        data-null={cell?.isNull === true}
        {...(isExpanded ? { tabIndex: 0, role: 'region', 'aria-label': column } : {})}
      >
        {at.row >= 0 ? (cell?.text ?? '') : ''}
      </span>
      <span className={classes.lineActions}>
        {extra}
        {(isLong || isExpanded) && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isExpanded}
            leftSection={isExpanded ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
            onClick={() => onExpand(!isExpanded)}
          >
            {isExpanded ? words.showLess : words.showAll}
          </Button>
        )}
        <CopyButton label={words.copyCell} text={() => copy('cell', at)} />
        <CopyButton label={words.copyRow} text={() => copy('row', at)} />
        <CopyButton label={words.copyColumn} text={() => copy('column', at)} />
      </span>
    </div>
  );
}
