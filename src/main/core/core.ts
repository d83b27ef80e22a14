/** What a host gets from the core: handlers for its pipes, bytes for its addresses, and answers for opened services. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AppHandlers } from '../../shared/contract/index.ts';

/** Bytes that never travel by RPC; the host serves them below `/blobs/`. */
export interface Blob {
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Strong validator, for the browser's cache. */
  readonly etag: string;
}

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
  /** Told of exceptions that nobody expected; the text stays in the core's log. */
  report(error: unknown, where: string): void;
  stop(): Promise<void>;
}
