/** Models that are open: one a pin, closed when nobody asked it for a while. */
import { openNamed } from '../pins/read-content.ts';
import type { Pins, ReadyPin } from '../pins/pins.ts';
import type { FastText } from '../../fasttext/fasttext.ts';

export interface OpenModels {
  /** Does something with a model, which stays open so long. @throws Failure of the reader */
  use<T>(pin: ReadyPin, work: (model: FastText) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Milliseconds for which a model stays open after its last use. */
const usualRest = 5 * 60_000;
/** Open without being asked: each holds its words and labels in memory. */
const mostIdle = 2;

interface Open {
  /** Another file after the pin was brought up to date. */
  readonly file: string;
  readonly model: Promise<FastText>;
  readonly release: () => void;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** @param hold keeps a pin from being given up */
export function createOpenModels(hold: Pins['hold'], rest = usualRest): OpenModels {
  const open = new Map<string, Open>();

  async function close(id: string, one: Open): Promise<void> {
    clearTimeout(one.timer);
    if (open.get(id) === one) open.delete(id);
    one.release();
    await one.model.then((model) => model.close()).catch(() => undefined);
  }

  async function opened({ id, file, name }: ReadyPin): Promise<Open> {
    const known = open.get(id);
    if (known?.file === file) return known;
    if (known) open.delete(id);
    if (known?.users === 0) await close(id, known);
    const one: Open = { file, model: openNamed(file, name), release: hold(id), users: 0, timer: undefined };
    open.set(id, one);
    one.model.catch(() => void close(id, one));
    return one;
  }

  return {
    async use(pin, work) {
      const one = await opened(pin);
      one.users += 1;
      clearTimeout(one.timer);
      try {
        return await work(await one.model);
      } finally {
        one.users -= 1;
        if (one.users === 0) {
          one.timer = setTimeout(() => void close(pin.id, one), rest).unref();
          const idle = [...open].filter(([, { users }]) => users === 0);
          // One that was replaced is closed by its last user.
          if (open.get(pin.id) !== one) await close(pin.id, one);
          else if (idle.length > mostIdle && idle[0]) await close(...idle[0]);
        }
      }
    },
    async close() {
      for (const [id, one] of open) await close(id, one);
    },
  };
}
