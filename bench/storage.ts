/** The storage: lists, transfers and questions, each beside its peers. `npm run bench -- storage --json`. */
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { createNetwork } from '../src/main/core/network/network.ts';
import { createS3Endpoint } from '../src/main/core/platform/s3/endpoint.ts';
import { createFixedProfile } from '../src/main/core/platform/s3/sts.ts';
import type { Figure } from './report.ts';
import { labStorage } from './storage-listing-lab.ts';
import { listingFigures } from './storage-listing.ts';
import { measureQueries } from './storage-query.ts';
import { measureTransfers } from './storage-transfers.ts';

/** All figures; without the lab only those that need no server of its own. */
export async function measure(): Promise<Figure[]> {
  const figures = await listingFigures();
  if (!labStorage()) return figures;
  return [...figures, ...(await measureTransfers()), ...(await queryFigures())];
}

async function queryFigures(): Promise<Figure[]> {
  const lab = labStorage();
  if (!lab) return [];
  const { url, mc, accessKeyId, secretAccessKey } = lab;
  const keys = { accessKeyId, secretAccessKey };
  const network = createNetwork({
    host: { folder: os.tmpdir(), clock: Date.now, systemProxy: async () => undefined },
    settings: { current: () => ({ mode: 'system' }), onChange: () => () => {} },
    environment: {},
  });
  const profile = { name: 'lab', endpoint: url, region: 'us-east-1', pathStyle: true };
  const endpoint = createS3Endpoint({
    id: 'lab',
    kind: 'own',
    profile,
    keys: createFixedProfile(profile, keys, Date.now),
    network,
    clock: Date.now,
  });
  const bucket = `bench-${randomBytes(6).toString('hex')}`;
  await endpoint.sdk((client) => client.send(new CreateBucketCommand({ Bucket: bucket })));
  try {
    return await measureQueries({ endpoint, bucket, mc, keys });
  } finally {
    await lab.removeBucket(bucket, endpoint);
    endpoint.close();
    await network.close();
  }
}
