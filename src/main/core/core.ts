/** What a host gets from the core: handlers for its pipes, bytes for its addresses, and answers for opened services. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type { Blob } from './blobs.ts';

/** Answers for the origins of opened services; a host hands over every request whose Host is one of them. */
export interface ServiceGateway {
  handle(id: string, request: IncomingMessage, response: ServerResponse): void;
  upgrade(id: string, request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Core {
  readonly handlers: AppHandlers;
  readonly gateway: ServiceGateway;
  /** The bytes at a path below `/blobs/`; undefined when there are none. */
  blob(path: string): Promise<Blob | undefined>;
  /** Takes the bytes of a file that was announced (see `storage.stage`) at its path below `/blobs/`. @throws Failure */
  receive(path: string, body: Readable): Promise<void>;
  /** Told of exceptions that nobody expected; the text stays in the core's log. */
  report(error: unknown, where: string): void;
  stop(): Promise<void>;
}
