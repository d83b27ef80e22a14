/** Artifacts of runs and versions: lists, the beginning of texts, addresses for the page. */
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { ArtifactsOf } from '../../../../shared/contract/models/runs.ts';
import type { Blob } from '../../blobs.ts';
import { quoteWord } from '../../platform/helm/equivalent.ts';
import type { InProject, ProjectSurroundings } from '../../project-context.ts';
import type { ReachedServer } from '../servers/servers.ts';
import { cleanPath } from './artifact-path.ts';
import { artifactSource, type ArtifactSource } from './artifact-source.ts';
import { createServedArtifacts } from './served-artifacts.ts';

export interface Artifacts {
  readonly handlers: Pick<AppHandlers['models'], 'artifacts' | 'artifactText' | 'artifactAddress'>;
  /** Where the artifacts of a run or version are. @throws Failure */
  sourceOf(at: ReachedServer, of: ArtifactsOf, signal?: AbortSignal): Promise<ArtifactSource>;
  /** Paths begin with `artifact/`. */
  blob(path: string): Promise<Blob | undefined>;
}

/** Bytes of a text that are shown. */
const textLimit = 256 * 1024;

/** @param reach the server by its id */
export function createArtifacts(parts: {
  readonly here: InProject;
  readonly surroundings: Pick<ProjectSurroundings, 'commands'>;
  readonly reach: (id: string) => Promise<ReachedServer>;
}): Artifacts {
  const { here, reach, surroundings } = parts;
  const served = createServedArtifacts();

  const sourceOf: Artifacts['sourceOf'] = async ({ client, requests }, of, signal) => {
    const context = here();
    const tools = { context, client, requests };
    if (of.kind === 'run') {
      const { id, artifactUri } = await client.run(of.run, { signal });
      return artifactSource(tools, artifactUri, { id, root: artifactUri }, signal);
    }
    const [address, { runId }] = await Promise.all([
      client.downloadUri(of.name, of.version, { signal }),
      client.modelVersion(of.name, of.version, { signal }),
    ]);
    // A run that was deleted leaves its model.
    const run = runId === undefined ? undefined : await client.run(runId, { signal }).catch(() => undefined);
    return artifactSource(tools, address, run && { id: run.id, root: run.artifactUri }, signal);
  };

  return {
    sourceOf,
    handlers: {
      async artifacts({ server, of, path: asked }, { signal }) {
        const path = cleanPath(asked);
        const source = await sourceOf(await reach(server), of, signal);
        return {
          address: source.address,
          straight: source.straight,
          artifacts: await source.list(path, signal),
        };
      },
      async artifactText({ server, of, path: asked }, { signal }) {
        const path = cleanPath(asked);
        const file = await (await sourceOf(await reach(server), of, signal)).open(path, signal);
        const { bytes, isCut } = await beginning(file, signal);
        if (bytes.subarray(0, 8_192).includes(0))
          throw failure('unsupported', 'It is no text', { reason: 'artifact-no-text', values: { path } });
        // A character that the cut went through is left out.
        return { text: new TextDecoder().decode(bytes, { stream: isCut }), isCut };
      },
      async artifactAddress({ server, of, path: asked }, { signal }) {
        const context = here();
        const path = cleanPath(asked);
        if (context.forbidsLocalCopies)
          throw failure('forbidden', 'The platform forbids local copies', {
            reason: 'artifact-copies-forbidden',
          });
        const source = await sourceOf(await reach(server), of, signal);
        const name = path.split('/').at(-1) ?? 'artifact';
        const words = ['mlflow', 'artifacts', 'download', '--artifact-uri', `${source.address}/${path}`];
        const line = words.map(quoteWord).join(' ');
        return surroundings.commands.around('mlflow', line, async () => {
          await source.open(path, signal);
          const open = (more: AbortSignal) => source.open(path, more);
          return { address: `/blobs/${served.offer({ key: context.key, name, open })}` };
        });
      },
    },
    blob: async (path) => served.blob(path.slice('artifact/'.length), here().key),
  };
}

/** The first bytes of a file, and whether there are more. */
async function beginning(
  file: {
    stream(start: number, end: number, signal: AbortSignal): Promise<NodeJS.ReadableStream>;
    bytes?: number | undefined;
  },
  signal: AbortSignal,
): Promise<{ bytes: Buffer; isCut: boolean }> {
  if (file.bytes === 0) return { bytes: Buffer.alloc(0), isCut: false };
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of await file.stream(0, textLimit + 1, signal)) {
    pieces.push(piece as Buffer);
    size += (piece as Buffer).length;
    // Leaving the loop ends the stream, and the request with it.
    if (size > textLimit) break;
  }
  return { bytes: Buffer.concat(pieces).subarray(0, textLimit), isCut: size > textLimit };
}
