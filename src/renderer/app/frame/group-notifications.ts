/** Notifications as a person wants to read them. Pure. */
import type { Notification } from '../../../shared/contract/shell.ts';

export interface NotificationGroup {
  readonly latest: Notification;
  readonly count: number;
}

/** Newest first; the same sentence several times in a row becomes one line with its count. */
export function grouped(notifications: readonly Notification[]): NotificationGroup[] {
  const groups: NotificationGroup[] = [];
  const same = (one: Notification, other: Notification) =>
    one.kind === other.kind &&
    one.read === other.read &&
    JSON.stringify(one.values) === JSON.stringify(other.values);
  for (const one of notifications.toSorted((a, b) => b.id - a.id)) {
    const last = groups.at(-1);
    if (last && same(last.latest, one))
      groups[groups.length - 1] = { latest: last.latest, count: last.count + 1 };
    else groups.push({ latest: one, count: 1 });
  }
  return groups;
}
