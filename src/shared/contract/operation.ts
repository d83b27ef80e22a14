/** The three kinds of call between renderer and core, as plain values: client and handlers are inferred from them. */
import type { z } from 'zod';

export interface Operation<
  Kind extends 'query' | 'mutation' | 'stream',
  Input extends z.ZodType,
  Output extends z.ZodType,
> {
  readonly kind: Kind;
  readonly input: Input;
  readonly output: Output;
}
export type AnyOperation = Operation<'query' | 'mutation' | 'stream', z.ZodType, z.ZodType>;

/** A call that changes nothing and may be asked again at will. */
export function query<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Operation<'query', Input, Output> {
  return { kind: 'query', input, output };
}

/** A call that changes something; it is never sent twice by the kit. */
export function mutation<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Operation<'mutation', Input, Output> {
  return { kind: 'mutation', input, output };
}

/** A call answered by many values, at the reader's pace, until either end stops it. */
export function stream<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Operation<'stream', Input, Output> {
  return { kind: 'stream', input, output };
}

/** Capabilities by name, each a record of operations by name. */
export interface Contract {
  readonly [capability: string]: { readonly [operation: string]: AnyOperation };
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

type Call<O> =
  O extends Operation<infer Kind, infer Input, infer Output>
    ? Kind extends 'stream'
      ? (input: z.input<Input>, options?: CallOptions) => AsyncIterable<z.output<Output>>
      : (input: z.input<Input>, options?: CallOptions) => Promise<z.output<Output>>
    : never;

type Handler<O> =
  O extends Operation<infer Kind, infer Input, infer Output>
    ? Kind extends 'stream'
      ? (input: z.output<Input>, context: { readonly signal: AbortSignal }) => AsyncIterable<z.input<Output>>
      : (input: z.output<Input>, context: { readonly signal: AbortSignal }) => Promise<z.input<Output>>
    : never;

/** What the renderer calls. */
export type Client<C extends Contract> = {
  readonly [Capability in keyof C]: { readonly [Name in keyof C[Capability]]: Call<C[Capability][Name]> };
};

/** What the core must provide. */
export type Handlers<C extends Contract> = {
  readonly [Capability in keyof C]: { readonly [Name in keyof C[Capability]]: Handler<C[Capability][Name]> };
};
