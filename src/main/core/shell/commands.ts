/** What the app did, as lines that a person could have run; the last 500. */
import type { z } from 'zod';
import type { EquivalentCommand } from '../../../shared/contract/shell.ts';
import { live, type Live } from '../live.ts';

type Command = z.infer<typeof EquivalentCommand>;

const kept = 500;

export interface CommandLog {
  readonly list: Live<readonly Command[]>;
  /** Shows a command that starts now; call the result when it ended. */
  start(program: Command['program'], text: string): (state: 'done' | 'failed') => void;
  /** Shows a command around work: failed when the work rejects. */
  around<T>(program: Command['program'], text: string, work: () => Promise<T>): Promise<T>;
}

/** Makes an empty log. */
export function createCommandLog(clock: () => number): CommandLog {
  const list = live<readonly Command[]>([]);
  let nextId = 1;

  const start: CommandLog['start'] = (program, text) => {
    const id = nextId++;
    list.set([...list.get().slice(1 - kept), { id, at: clock(), program, text, state: 'running' }]);
    return (state) =>
      list.set(list.get().map((command) => (command.id === id ? { ...command, state } : command)));
  };

  return {
    list,
    start,
    around: async (program, text, work) => {
      const end = start(program, text);
      try {
        const value = await work();
        end('done');
        return value;
      } catch (error) {
        end('failed');
        throw error;
      }
    },
  };
}
