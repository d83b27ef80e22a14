/** Object stores for tests: the sandbox's, and the lab's MinIO where there is one. The same tests run over each. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { testNetwork } from '../../../network/testing/test-network.ts';
import type { Network } from '../../../network/network.ts';
import { startTestSandbox } from '../../../sign-in/testing/sandbox.ts';
import { createS3Endpoint, type S3Endpoint } from '../endpoint.ts';
import { createFixedProfile } from '../sts.ts';

export interface TestStore extends AsyncDisposable {
  readonly name: 'sandbox' | 'MinIO';
  /** With the keys of the administrator. */
  readonly endpoint: S3Endpoint;
  readonly network: Network;
  /** Another endpoint of the same server, with other keys; without keys: anonymous. */
  connect(keys?: { accessKeyId: string; secretAccessKey: string }): S3Endpoint;
  /** A fresh bucket, gone with the store. */
  bucket(options?: { versioning?: boolean }): Promise<string>;
  /** The sandbox alone: what goes wrong from now on (see the sandbox's admin address), for requests of `s3`. */
  fault(fault: Record<string, unknown>): Promise<void>;
  clearFaults(): Promise<void>;
}

interface Keys {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The lab's MinIO; undefined where SARDONYX_LAB is not set or it does not run. */
export function labStore(): Keys | undefined {
  const lab = process.env['SARDONYX_LAB'];
  const script = lab && join(lab, 'services', 'services');
  if (!script || !existsSync(script)) return undefined;
  const text = execFileSync(script, ['env'], { encoding: 'utf8' });
  const value = (name: string) => new RegExp(`^export ${name}=(.*)$`, 'm').exec(text)?.[1];
  const url = value('LAB_S3_URL');
  const accessKeyId = value('LAB_S3_ROOT_KEY');
  const secretAccessKey = value('LAB_S3_ROOT_SECRET');
  return url && accessKeyId && secretAccessKey ? { url, accessKeyId, secretAccessKey } : undefined;
}

/** Names of the stores to test over: `describe.each(storeNames())('over %s', (name) => ...)`. */
export function storeNames(): TestStore['name'][] {
  return labStore() ? ['sandbox', 'MinIO'] : ['sandbox'];
}

/** Starts or reaches one; dispose of it at the end. */
export async function openStore(name: TestStore['name']): Promise<TestStore> {
  const { network, ...rest } = await testNetwork();
  const sandbox = name === 'sandbox' ? await startTestSandbox() : undefined;
  const keys: Keys | undefined = sandbox
    ? {
        url: sandbox.facts.s3.endpoint,
        accessKeyId: 'sandbox-root',
        secretAccessKey: 'sandbox-root-secret',
      }
    : labStore();
  if (!keys) throw new Error('There is no lab');
  const profile = { name, endpoint: keys.url, region: 'us-east-1', pathStyle: true };
  const endpoints: S3Endpoint[] = [];
  const buckets: string[] = [];
  const connect: TestStore['connect'] = (given) => {
    const endpoint = createS3Endpoint({
      id: name,
      kind: given ? 'own' : 'anonymous',
      profile,
      keys: given && createFixedProfile(profile, given, Date.now),
      network,
      clock: Date.now,
    });
    endpoints.push(endpoint);
    return endpoint;
  };
  const endpoint = connect(keys);
  return {
    name,
    endpoint,
    network,
    connect,
    async bucket({ versioning = false } = {}) {
      const bucket = `test-${randomBytes(6).toString('hex')}`;
      await endpoint.sdk((client) => client.send(new CreateBucketCommand({ Bucket: bucket })));
      buckets.push(bucket);
      if (versioning)
        await endpoint.sdk((client) =>
          client.send(
            new PutBucketVersioningCommand({
              Bucket: bucket,
              VersioningConfiguration: { Status: 'Enabled' },
            }),
          ),
        );
      return bucket;
    },
    fault: async (fault) => {
      if (!sandbox) throw new Error('Only the sandbox can be told to fail');
      await sandbox.fault({ target: 's3', ...fault });
    },
    clearFaults: async () => sandbox?.clear(),
    async [Symbol.asyncDispose]() {
      if (sandbox) await sandbox.stop();
      else for (const bucket of buckets) await removeBucket(endpoint, bucket);
      for (const one of endpoints) one.close();
      await rest[Symbol.asyncDispose]();
    },
  };
}

async function removeBucket(endpoint: S3Endpoint, bucket: string): Promise<void> {
  for (;;) {
    const page = await endpoint.sdk((client) =>
      client.send(new ListObjectVersionsCommand({ Bucket: bucket })),
    );
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (all.length > 0)
      await endpoint.sdk((client) =>
        client.send(
          new DeleteObjectsCommand({
            Bucket: bucket,
            Delete: { Objects: all.map(({ Key, VersionId }) => ({ Key, VersionId })), Quiet: true },
          }),
        ),
      );
    if (!page.IsTruncated) break;
  }
  await endpoint.sdk((client) => client.send(new DeleteBucketCommand({ Bucket: bucket })));
}
