/** A program that keeps a model and is killed in the middle: `node pin-program.ts <JSON>`; it prints `ready` once some ranges are on disk. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { testNetwork } from '../../../network/testing/test-network.ts';
import { createS3Endpoint, type S3Endpoint } from '../../../platform/s3/endpoint.ts';
import { createFixedProfile, type StsCredentials } from '../../../platform/s3/sts.ts';
import type { MlflowClient } from '../../../platform/mlflow/mlflow.ts';
import { openLaptop, signal } from './laptop.ts';

export interface ProgramInput {
  readonly url: string;
  readonly keys: StsCredentials;
  readonly folder: string;
  /** Where the server says that the version lies. */
  readonly address: string;
  readonly version: { readonly server: string; readonly name: string; readonly version: string };
  /** So many ranges go through; the others stay under way for ever. */
  readonly ranges: number;
}

const input = JSON.parse(process.argv[2] ?? '{}') as ProgramInput;
const { network } = await testNetwork();
const profile = { name: 'p', endpoint: input.url, region: 'us-east-1', pathStyle: true };
const keys = createFixedProfile(profile, input.keys, Date.now);
const whole = createS3Endpoint({ id: 'p', kind: 'own', profile, keys, network, clock: Date.now });
let ranges = 0;
const endpoint: S3Endpoint = {
  ...whole,
  send: async (request) => {
    const { range } = request.headers ?? {};
    if (range !== undefined && range !== 'bytes=0-3' && ++ranges > input.ranges) await new Promise(() => {});
    return whole.send(request);
  },
};
const client = { downloadUri: async () => input.address } as unknown as MlflowClient;
const { pins } = await openLaptop({ endpoint, client, folder: input.folder });
await pins.handlers.pin(input.version, { signal });
const parts = path.join(input.folder, 'own/models/pins/parts');
/** Ranges that the journals have. */
async function noted(): Promise<number> {
  const names = (await readdir(parts)).filter((name) => name.endsWith('.journal'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(parts, name), 'utf8')));
  return texts.reduce((sum, text) => sum + text.split('"start"').length - 1, 0);
}
while ((await noted()) < input.ranges) await delay(50);
process.stdout.write('ready\n');
