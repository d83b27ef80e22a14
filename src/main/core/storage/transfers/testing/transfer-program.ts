/** A program that moves one thing and is killed in the middle: `node transfer-program.ts <JSON>`; it prints `ready` once some parts are through. */
import { setTimeout as delay } from 'node:timers/promises';
import { testNetwork } from '../../../network/testing/test-network.ts';
import { createS3Endpoint, type S3Endpoint } from '../../../platform/s3/endpoint.ts';
import { createFixedProfile, type StsCredentials } from '../../../platform/s3/sts.ts';
import { openHarness } from './harness.ts';

export interface ProgramInput {
  readonly id: string;
  readonly url: string;
  readonly keys: StsCredentials;
  readonly folder: string;
  readonly bucket: string;
  /** Absent: it goes up. */
  readonly key?: string;
  readonly file: string;
  /** So many parts or ranges go through; the others stay under way for ever. */
  readonly parts: number;
}

const input = JSON.parse(process.argv[2] ?? '{}') as ProgramInput;
const { network } = await testNetwork();
const profile = { name: input.id, endpoint: input.url, region: 'us-east-1', pathStyle: true };
const whole = createS3Endpoint({
  id: input.id,
  kind: 'own',
  profile,
  keys: createFixedProfile(profile, input.keys, Date.now),
  network,
  clock: Date.now,
});
let pieces = 0;
const endpoint: S3Endpoint = {
  ...whole,
  send: async (request) => {
    const isPiece = request.query?.['partNumber'] !== undefined || request.headers?.['range'] !== undefined;
    if (isPiece && ++pieces > input.parts) await new Promise(() => {});
    return whole.send(request);
  },
};
const { handlers, context, rows } = await openHarness({ endpoint, network, folder: input.folder });
const { signal } = new AbortController();
const { id } = await (input.key === undefined
  ? handlers.upload(
      { to: { profile: input.id, bucket: input.bucket, prefix: '' }, paths: [input.file] },
      { signal },
    )
  : handlers.download({ selection: rows(input.bucket, input.key), folder: input.file }, { signal }));
while ((await context.store.transfers.parts(id, 0)).length < input.parts) await delay(50);
process.stdout.write('ready\n');
