/** Where the keys lead in the table of runs. Pure. Row -1 is the heading. */

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit into the window. */
  readonly page: number;
}

/** The place that a key leads to; undefined: not a move. */
export function moved(key: string, at: Place, { rows, columns, page }: Size): Place | undefined {
  const to = (row: number, column = at.column): Place => ({
    row: Math.max(-1, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  });
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return to(at.row + 1);
    case 'ArrowUp':
    case 'k':
    case 'K':
      return to(at.row - 1);
    case 'ArrowLeft':
      return to(at.row, at.column - 1);
    case 'ArrowRight':
      return to(at.row, at.column + 1);
    case 'PageDown':
      return to(Math.max(0, at.row) + page);
    case 'PageUp':
      return to(Math.max(0, at.row - page));
    case 'Home':
      return to(0);
    case 'End':
      return to(rows - 1);
    default:
      return undefined;
  }
}
