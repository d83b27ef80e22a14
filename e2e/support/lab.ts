/** What only tests know of the lab: its administrators' keys. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Facts } from './facts.ts';
import { truthOf, type Truth } from './storage.ts';

/** Addresses and keys of the lab's administrators; empty where real servers were named without a lab. */
export function administrators(): ReadonlyMap<string, string> {
  const lab = process.env['SARDONYX_LAB'];
  if (lab === undefined) return new Map();
  const text = execFileSync(path.join(lab, 'services', 'services'), ['env'], { encoding: 'utf8' });
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^export (\w+)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** The lab's storage as its administrator sees it; undefined where nobody knows the keys. */
export function labTruth(facts: Facts): Truth | undefined {
  const keys = administrators();
  const [accessKeyId, secretAccessKey] = [keys.get('LAB_S3_ROOT_KEY'), keys.get('LAB_S3_ROOT_SECRET')];
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return truthOf(facts, { accessKeyId, secretAccessKey });
}
