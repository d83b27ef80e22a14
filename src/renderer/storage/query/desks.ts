/** Questions under way: text, run and result, one for each place they are about; they outlive the page. */
import { create } from 'zustand';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { QueryState } from '../../../shared/contract/storage/query.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';
import type { Statement } from './statement-at.ts';

export interface Desk {
  /** Undefined until something was typed or suggested. */
  readonly text?: string;
  readonly run?: QueryState;
  readonly isRunning: boolean;
  readonly failure?: FailureData;
  /** What was asked, and where in the text it stood. */
  readonly ran?: Statement;
}

interface Desks {
  readonly desks: Readonly<Record<string, Desk>>;
  /** The place that was asked about last. */
  readonly last: string;
  /** In GiB as typed; empty: as the core sees fit. */
  readonly memory: string;
  write(key: string, text: string): void;
  visit(key: string): void;
  setMemory(memory: string): void;
  start(key: string, statement: Statement, profile: string): Promise<void>;
  cancel(key: string): void;
}

const blank: Desk = { isRunning: false };
const mostDesks = 20;
const running = new Map<string, AbortController>();
const gibibyte = 2 ** 30;

/** The limit in bytes; undefined where the field holds no number above 0. */
export function memoryBytes(field: string): number | undefined {
  const value = Number(field.replace(',', '.'));
  return field.trim() !== '' && Number.isFinite(value) && value > 0
    ? Math.round(value * gibibyte)
    : undefined;
}

export const useDesks = create<Desks>()((set, get) => {
  const change = (key: string, part: Partial<Desk>) =>
    set(({ desks }) => ({ desks: { ...desks, [key]: { ...(desks[key] ?? blank), ...part } } }));
  /** Results that nobody will look at again need not stay. */
  const forget = (id: string | undefined) => {
    if (id) core.storage.forgetResult({ id }).catch(() => {});
  };
  return {
    desks: {},
    last: '',
    memory: '',
    write: (key, text) => change(key, { text }),
    setMemory: (memory) => set({ memory }),
    visit(key) {
      if (!get().desks[key]) change(key, {});
      set({ last: key });
      const old = Object.keys(get().desks).filter((one) => one !== key && !get().desks[one]?.isRunning);
      for (const one of old.slice(0, Math.max(0, old.length - mostDesks))) {
        forget(get().desks[one]?.run?.id);
        set(({ desks }) => ({
          desks: Object.fromEntries(Object.entries(desks).filter(([name]) => name !== one)),
        }));
      }
    },
    async start(key, statement, profile) {
      running.get(key)?.abort();
      const ends = new AbortController();
      running.set(key, ends);
      forget(get().desks[key]?.run?.id);
      set(({ desks }) => {
        const text = desks[key]?.text;
        const fresh: Desk = { isRunning: true, ran: statement, ...(text === undefined ? {} : { text }) };
        return { desks: { ...desks, [key]: fresh } };
      });
      const memoryLimit = memoryBytes(get().memory);
      try {
        const states = core.storage.runQuery(
          { sql: statement.sql, profile, ...(memoryLimit === undefined ? {} : { memoryLimit }) },
          { signal: ends.signal },
        );
        for await (const run of states) {
          if (ends.signal.aborted) break;
          change(key, { run, ...(run.failure ? { failure: run.failure } : {}) });
        }
      } catch (error) {
        if (!ends.signal.aborted) change(key, { failure: failureOf(error) });
      } finally {
        if (running.get(key) === ends) {
          running.delete(key);
          change(key, { isRunning: false });
        }
      }
    },
    cancel(key) {
      const { run } = get().desks[key] ?? blank;
      running.get(key)?.abort();
      running.delete(key);
      change(key, { isRunning: false, ...(run ? { run: { ...run, state: 'cancelled' } } : {}) });
    },
  };
});

/** The desk of a place. */
export function useDesk(key: string): Desk {
  return useDesks((all) => all.desks[key]) ?? blank;
}
