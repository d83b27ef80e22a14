/** The messages of a call, the same over a MessagePort and a WebSocket. */
import { z } from 'zod';
import { FailureData } from '../contract/errors.ts';

/** From the renderer: a call, more credit for a stream, or the end of interest in it. */
export const ToCore = z.union([
  z.object({
    id: z.int().nonnegative(),
    call: z.string(),
    input: z.unknown(),
    credit: z.int().positive().optional(),
  }),
  z.object({ id: z.int().nonnegative(), more: z.int().positive() }),
  z.object({ id: z.int().nonnegative(), cancel: z.literal(true) }),
]);
export type ToCore = z.infer<typeof ToCore>;

/** From the core: a value, the end of a stream, or a failure. */
export const FromCore = z.union([
  z.object({ id: z.int().nonnegative(), value: z.unknown() }),
  z.object({ id: z.int().nonnegative(), done: z.literal(true) }),
  z.object({ id: z.int().nonnegative(), failed: FailureData }),
]);
export type FromCore = z.infer<typeof FromCore>;

/** Anything that carries messages in order: a port, a socket, two ends joined in a test. */
export interface Pipe {
  send(message: ToCore | FromCore): void;
  /** Sets the one listener. */
  receive(listener: (message: unknown) => void): void;
  /** Calls back once, when the pipe is gone. */
  closed(listener: () => void): void;
  close(): void;
}

/** How many values a stream may send before the reader must have asked for more. */
export const window = 32;
