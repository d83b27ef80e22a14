/** The MinIO client as a program: on the PATH or built by the lab, over the lab's MinIO. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { labStorage, type LabStorage } from './storage-listing-lab.ts';

const run = promisify(execFile);

export interface MinioClient {
  readonly keys: Pick<LabStorage, 'url' | 'accessKeyId' | 'secretAccessKey'>;
  /** Runs `mc`; places on the server begin with `bench/`. @throws Error where it fails */
  mc(...words: string[]): Promise<void>;
}

/** @param folder for its settings @returns undefined where there is no lab or no `mc` */
export function minioClient(folder: string): MinioClient | undefined {
  const keys = labStorage();
  const program = keys?.mc;
  if (!keys || program === undefined) return undefined;
  const address = new URL(keys.url);
  address.username = keys.accessKeyId;
  address.password = keys.secretAccessKey;
  const env = {
    ...process.env,
    MC_CONFIG_DIR: path.join(folder, 'mc'),
    MC_HOST_bench: address.href.replace(/\/$/, ''),
  };
  return {
    keys,
    mc: async (...words) => void (await run(program, ['--quiet', ...words], { env })),
  };
}
