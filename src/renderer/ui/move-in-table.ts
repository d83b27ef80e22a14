/** Moving through the rows of a table by key. */
import type { KeyboardEvent } from 'react';

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Gives the focus to the row that J, K, an arrow, Home or End leads to; false for any other key. */
export function moveInTable(event: KeyboardEvent<HTMLTableRowElement>): boolean {
  const row = event.currentTarget;
  const rows = [...(row.parentElement?.children ?? [])];
  const at = rows.indexOf(row);
  const by = steps[event.key];
  const to =
    by !== undefined ? at + by : event.key === 'Home' ? 0 : event.key === 'End' ? rows.length - 1 : undefined;
  if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return false;
  const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
  if (next instanceof HTMLElement) next.focus();
  return true;
}
