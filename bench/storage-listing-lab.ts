/** The MinIO of the lab for benchmarks of lists: its keys, its `mc`, and how to remove what was made. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import type { S3Endpoint } from '../src/main/core/platform/s3/endpoint.ts';
import { listAll } from '../src/main/core/platform/s3/list-objects.ts';

export interface LabStorage {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The MinIO client, on the PATH or built by the lab. */
  readonly mc: string | undefined;
  /** Milliseconds that `mc ls --recursive` takes. */
  timeOfMc(bucket: string, prefix: string): Promise<number>;
  /** Removes a bucket with all that lies in it. */
  removeBucket(bucket: string, endpoint: S3Endpoint): Promise<void>;
}

/** The lab's storage; undefined where SARDONYX_LAB does not name a lab. */
export function labStorage(): LabStorage | undefined {
  const lab = process.env['SARDONYX_LAB'];
  const script = lab && path.join(lab, 'services', 'services');
  if (!script || !existsSync(script)) return undefined;
  const text = execFileSync(script, ['env'], { encoding: 'utf8' });
  const value = (name: string) => new RegExp(`^export ${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  const url = value('LAB_S3_URL');
  const accessKeyId = value('LAB_S3_ROOT_KEY');
  const secretAccessKey = value('LAB_S3_ROOT_SECRET');
  if (!url || !accessKeyId || !secretAccessKey) return undefined;
  const mc = [
    ...(process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, 'mc')),
    value('LAB_MC'),
  ].find((file) => file !== '' && existsSync(file));

  return {
    url,
    accessKeyId,
    secretAccessKey,
    mc,
    async timeOfMc(bucket, prefix) {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-mc-'));
      const env = {
        ...process.env,
        MC_CONFIG_DIR: folder,
        MC_HOST_bench: url.replace('://', `://${accessKeyId}:${secretAccessKey}@`),
      };
      try {
        const begin = performance.now();
        await promisify(execFile)(mc ?? 'mc', ['ls', '--recursive', `bench/${bucket}/${prefix}`], {
          env,
          maxBuffer: 256 * 1024 * 1024,
        });
        return performance.now() - begin;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async removeBucket(bucket, endpoint) {
      const wish = { bucket, prefix: '', recursive: true, versions: false };
      for await (const page of listAll(endpoint, wish))
        await endpoint.sdk((client) =>
          client.send(
            new DeleteObjectsCommand({
              Bucket: bucket,
              Delete: { Objects: page.map(({ key }) => ({ Key: key })), Quiet: true },
            }),
          ),
        );
      await (await endpoint.send({ method: 'DELETE', bucket })).bytes();
    },
  };
}
