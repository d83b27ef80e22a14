/** Artifacts that the host serves to the page, below `/blobs/models/artifact/`. */
import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Blob } from '../../blobs.ts';
import type { OpenedArtifact } from './artifact-source.ts';

interface Served {
  /** Of the project in which it was asked for. */
  readonly key: string;
  readonly name: string;
  readonly open: (signal: AbortSignal) => Promise<OpenedArtifact>;
}

/** Addresses that are good; the last ones. */
const mostServed = 200;

export interface ServedArtifacts {
  /** The path below `/blobs/`. */
  offer(artifact: Served): string;
  /** @param path after `models/artifact/` */
  blob(path: string, key: string): Promise<Blob | undefined>;
}

export function createServedArtifacts(): ServedArtifacts {
  const served = new Map<string, Served>();
  return {
    offer(artifact) {
      const id = randomUUID();
      served.set(id, artifact);
      for (const first of served.keys()) if (served.size > mostServed) served.delete(first);
      return `models/artifact/${id}/${encodeURIComponent(artifact.name)}`;
    },
    async blob(path, key) {
      const [id = ''] = path.split('/');
      const one = served.get(id);
      if (!one || one.key !== key) return undefined;
      const opened = await one.open(new AbortController().signal);
      const { bytes } = opened;
      if (bytes === undefined)
        throw failure('unsupported', 'The server does not say how large it is', {
          reason: 'artifact-size',
          values: { name: one.name },
        });
      return {
        type: 'application/octet-stream',
        size: bytes,
        etag: opened.etag ?? `"${id}"`,
        headers: {
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(one.name)}`,
          'content-security-policy': "sandbox; default-src 'none'",
        },
        stream: async (start, end, signal) =>
          exactly(await opened.stream(start, end, signal), end - start, signal),
      };
    },
  };
}

/** As many bytes as were promised; fewer are an error, further ones stay with the server. */
function exactly(body: AsyncIterable<Buffer> & { destroy(): void }, bytes: number, signal: AbortSignal) {
  const out = new PassThrough();
  const copy = async () => {
    let left = bytes;
    for await (const piece of body) {
      if (signal.aborted) break;
      const part = piece.subarray(0, left);
      left -= part.length;
      if (!out.write(part) && left > 0)
        await new Promise<void>((resolve) => {
          out.once('drain', resolve);
          out.once('close', resolve);
        });
      if (left === 0 || out.destroyed) break;
    }
    body.destroy();
    if (left > 0)
      throw failure('unreachable', 'Fewer bytes came than were promised', { reason: 'artifact-short' });
    out.end();
  };
  copy().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out;
}
