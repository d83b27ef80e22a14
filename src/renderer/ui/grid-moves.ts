/** Where the keys lead in a grid. Pure. Row -1 is the heading. */

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit into the viewport. */
  readonly page: number;
}

export interface GridPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The cell that a key leads to from another, as the grid pattern of the ARIA practices has it; undefined: not a move. */
export function moveInGrid(press: GridPress, at: CellPlace, size: GridSize): CellPlace | undefined {
  const isFar = press.ctrlKey || press.metaKey;
  const place = (row: number, column: number): CellPlace => ({
    row: Math.max(-1, Math.min(size.rows - 1, row)),
    column: Math.max(0, Math.min(size.columns - 1, column)),
  });
  switch (press.key) {
    case 'ArrowDown':
      return isFar ? place(size.rows - 1, at.column) : place(at.row + 1, at.column);
    case 'ArrowUp':
      return isFar ? place(Math.min(0, at.row), at.column) : place(at.row - 1, at.column);
    case 'ArrowRight':
      return isFar ? place(at.row, size.columns - 1) : place(at.row, at.column + 1);
    case 'ArrowLeft':
      return isFar ? place(at.row, 0) : place(at.row, at.column - 1);
    case 'PageDown':
      return place(Math.max(0, at.row) + size.page, at.column);
    case 'PageUp':
      return place(Math.max(0, at.row - size.page), at.column);
    case 'Home':
      return isFar ? place(0, 0) : place(at.row, 0);
    case 'End':
      return isFar ? place(size.rows - 1, size.columns - 1) : place(at.row, size.columns - 1);
    case 'j':
      return isFar ? undefined : place(at.row + 1, at.column);
    case 'k':
      return isFar ? undefined : place(Math.max(0, at.row - 1), at.column);
    default:
      return undefined;
  }
}
