import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Person } from '../model.ts';
import { startS3 } from '../server.ts';
import type { S3Options, S3Server } from '../server.ts';

/** A token such as an identity provider gives, with no more than the server under test asks for. */
export const tokenFor = (name: string, groups: readonly string[] = [], lifetime = 600_000): string => {
  const claims = { preferred_username: name, groups, exp: Math.floor((Date.now() + lifetime) / 1000) };
  return ['{}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
};

/** Believes every token whose signature is the word `signature` and that has not expired. */
export const verifyToken = async (token: string): Promise<Person | undefined> => {
  const [, claims = '', signature] = token.split('.');
  if (signature !== Buffer.from('signature').toString('base64url')) return undefined;
  const { preferred_username, groups, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    preferred_username: string;
    groups: string[];
    exp: number;
  };
  return exp * 1000 > Date.now() ? { name: preferred_username, groups, expiresAt: exp * 1000 } : undefined;
};

/** A server in a temporary folder, and clients of it. */
export interface TestServer extends AsyncDisposable {
  readonly s3: S3Server;
  readonly folder: string;
  readonly client: (config?: S3ClientConfig) => S3Client;
  /** Stops it and starts it again on the same folder and port. */
  readonly restart: () => Promise<void>;
}

/** Starts a server with the buckets of two people, a group and the public. */
export const startTestServer = async (options: Partial<S3Options> = {}): Promise<TestServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-s3-'));
  const clients: S3Client[] = [];
  const all: S3Options = {
    folder,
    port: 0,
    verifyToken,
    buckets: [
      { name: 'alice', owners: ['alice'] },
      { name: 'bob', owners: ['bob'] },
      { name: 'projet-nace', owners: ['projet-nace'] },
      { name: 'diffusion', owners: [], public: true },
    ],
    ...options,
  };
  let s3 = await startS3(all);
  const port = Number(new URL(s3.url).port);
  return {
    get s3() {
      return s3;
    },
    folder,
    client: (config = {}) => {
      const client = new S3Client({
        endpoint: s3.url,
        region: 'us-east-1',
        forcePathStyle: true,
        credentials: { accessKeyId: s3.rootKeys.accessKey, secretAccessKey: s3.rootKeys.secret },
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
    restart: async () => {
      await s3.stop();
      s3 = await startS3({ ...all, port });
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy();
      await s3.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
