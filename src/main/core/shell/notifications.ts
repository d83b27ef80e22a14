/** What happened while the person looked elsewhere; the same thing twice is one notification. */
import type { z } from 'zod';
import type { Notification } from '../../../shared/contract/shell.ts';
import { live, type Live } from '../live.ts';

type Note = z.infer<typeof Notification>;

const kept = 100;

export interface Notifications {
  readonly list: Live<readonly Note[]>;
  /** Adds one, unless the newest of the same kind, path and values is still unread. */
  add(note: Omit<Note, 'id' | 'at' | 'read'>): void;
  /** Marks all with an id up to this one as read. */
  read(upTo: number): void;
}

/** Makes an empty list; `tell` is called for each one added. */
export function createNotifications(clock: () => number, tell: (note: Note) => void): Notifications {
  const list = live<readonly Note[]>([]);
  let nextId = 1;
  const same = (a: Omit<Note, 'id' | 'at' | 'read'>, b: Note) =>
    a.kind === b.kind && a.path === b.path && JSON.stringify(a.values) === JSON.stringify(b.values);

  return {
    list,
    add: (note) => {
      if (list.get().some((other) => !other.read && same(note, other))) return;
      const added = { ...note, id: nextId++, at: clock(), read: false };
      list.set([...list.get().slice(1 - kept), added]);
      tell(added);
    },
    read: (upTo) => list.set(list.get().map((note) => (note.id <= upTo ? { ...note, read: true } : note))),
  };
}
