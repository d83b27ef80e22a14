/** A program that codes until it is killed: `node coding-program.ts <JSON>`; prints the id of each decision once it is acknowledged. */
import { testNetwork } from '../../../network/testing/test-network.ts';
import { createS3Endpoint } from '../../../platform/s3/endpoint.ts';
import { createFixedProfile, type StsCredentials } from '../../../platform/s3/sts.ts';
import type { CampaignRef } from '../../../../../shared/contract/annotation/campaigns.ts';
import { openLaptop, signal } from './harness.ts';

export interface ProgramInput {
  readonly id: string;
  readonly url: string;
  readonly keys: StsCredentials;
  readonly folder: string;
  readonly at: CampaignRef;
}

const input = JSON.parse(process.argv[2] ?? '{}') as ProgramInput;
const { network } = await testNetwork();
const profile = { name: input.id, endpoint: input.url, region: 'us-east-1', pathStyle: true };
const endpoint = createS3Endpoint({
  id: input.id,
  kind: 'own',
  profile,
  keys: createFixedProfile(profile, input.keys, Date.now),
  network,
  clock: Date.now,
});
const times = { rest: 1, many: 3, firstPause: 1, longestPause: 10 };
const laptop = await openLaptop(endpoint, input.folder, { times });
const codes = ['47.21Z', '47.22Z', '47.23Z'];
for (let turn = 0; ; turn += 1) {
  const work = await laptop.open(input.at);
  const open = work.items.filter(({ id }) => !work.decisions[id]);
  for (const { id } of open) {
    const made = await laptop.decide(input.at, id, { codeFinal: codes[turn % 3] ?? '' });
    process.stdout.write(`${made.id}\n`);
    // Every fourth is taken back, so that the batches never end.
    if (Math.random() < 0.25) await laptop.handlers.undo({ at: input.at }, { signal });
  }
}
