/** Long work that a person can see: what, how far, how it ended. */
import type { z } from 'zod';
import { failure, isFailure, type Values } from '../../../shared/contract/errors.ts';
import type { Task } from '../../../shared/contract/shell.ts';
import { live, type Live } from '../live.ts';

type TaskState = z.infer<typeof Task>;

/** Ended tasks stay in sight for this many entries. */
const keptEnded = 20;

export interface TaskList {
  readonly list: Live<readonly TaskState[]>;
  /** Shows work while it runs; `progress` takes shares in [0, 1]. */
  run<T>(title: string, values: Values, work: (progress: (share: number) => void) => Promise<T>): Promise<T>;
}

/** Makes an empty list. */
export function createTaskList(clock: () => number): TaskList {
  const list = live<readonly TaskState[]>([]);
  let nextId = 1;

  const change = (id: string, change: Partial<TaskState>) =>
    list.set(list.get().map((task) => (task.id === id ? { ...task, ...change } : task)));

  return {
    list,
    run: async (title, values, work) => {
      const id = `task-${nextId++}`;
      const ended = list.get().filter((task) => task.state !== 'running');
      const running = list.get().filter((task) => task.state === 'running');
      list.set([
        ...ended.slice(-keptEnded),
        ...running,
        { id, title, values, state: 'running', startedAt: clock() },
      ]);
      try {
        const value = await work((progress) => change(id, { progress }));
        change(id, { state: 'done', endedAt: clock() });
        return value;
      } catch (error) {
        const problem = (isFailure(error) ? error : failure('internal', 'The work failed unexpectedly')).data;
        change(id, { state: 'failed', endedAt: clock(), problem });
        throw error;
      }
    },
  };
}
