/** Exchanges recorded between real clients and a real API server; tests that need them are skipped where SARDONYX_DATA is not set. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the recordings, undefined where they are not there. */
export const data = process.env['SARDONYX_DATA'];

export interface Recorded {
  method: string;
  path: string;
  request?: Record<string, string>;
  status: number;
  requestBody?: unknown;
  responseBody: unknown;
}

/** The exchanges of one recorded command. */
export function recorded(file: string): Recorded[] {
  const text = readFileSync(path.join(data ?? '', 'kubernetes-api', file), 'utf8');
  return (JSON.parse(text) as { exchanges: Recorded[] }).exchanges;
}
