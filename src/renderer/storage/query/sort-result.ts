/** The order of a result as headings are clicked. Pure. */

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/**
 * A click sorts upwards, then downwards, then not at all. Added (with Shift) it keeps the order of the other columns before its own;
 * otherwise it takes their place.
 */
export function nextOrder(orders: readonly Order[], column: string, isAdded: boolean): readonly Order[] {
  const now = orders.find((one) => one.column === column);
  const next: Order | undefined = !now
    ? { column, descending: false }
    : now.descending
      ? undefined
      : { column, descending: true };
  if (!isAdded) return next ? [next] : [];
  if (!now) return next ? [...orders, next] : orders;
  return orders.flatMap((one) => (one.column === column ? (next ? [next] : []) : [one]));
}
