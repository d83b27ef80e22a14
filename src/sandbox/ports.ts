/** Ports that stay the same over restarts, so that saved addresses and remembered logins go on working. */
import path from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from './durable.ts';

const stored = z.record(z.string(), z.number().int().min(1).max(65535));

export interface Ports {
  /** The port a server had the last time; 0 when it had none. */
  wished(name: string): number;
  /** Notes the port a server has now. */
  keep(name: string, port: number): void;
}

/** Opens `ports.json` of a folder. */
export function openPorts(folder: string): Ports {
  const file = path.join(folder, 'ports.json');
  const read = stored.safeParse(readJson(file));
  const ports: Record<string, number> = read.success ? read.data : {};
  return {
    wished: (name) => ports[name] ?? 0,
    keep(name, port) {
      if (ports[name] === port) return;
      ports[name] = port;
      writeJson(file, ports);
    },
  };
}

/** Starts a server at its old port, or at any when that one is taken, and notes where it is. */
export async function atKeptPort<T>(
  ports: Ports,
  name: string,
  start: (port: number) => Promise<T>,
  portOf: (started: T) => number,
): Promise<T> {
  const wished = ports.wished(name);
  const started = await start(wished).catch((error: unknown) => {
    if (wished === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return start(0);
  });
  ports.keep(name, portOf(started));
  return started;
}
