/** Exchange: campaigns out as Label Studio, CSV and the files of the existing pipeline; annotations of Label Studio in. */
import { randomUUID } from 'node:crypto';
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { exchangeOperations } from '../../../../shared/contract/annotation/exchange.ts';
import type { Nomenclature, SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { Blob } from '../../blobs.ts';
import { openRanged, type Ranged } from '../../platform/s3/ranged-object.ts';
import { mcCommand } from '../../platform/s3/shown-command.ts';
import type { AnnotationSurroundings, Here } from '../annotation-context.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { exportToFolder } from './export-campaign.ts';
import { listManifests } from './export-files.ts';
import { takeAnnotations } from './import-annotations.ts';
import { mediaType } from './set-names.ts';

export interface Exchange {
  readonly handlers: Pick<AppHandlers['annotation'], keyof typeof exchangeOperations>;
  /** Bytes of a file whose address `exportCampaign` gave: `/blobs/annotation/export/<id>`. @throws Failure */
  blob(id: string): Promise<Blob | undefined>;
}

/** Files whose addresses are good; the last ones. */
const mostOffered = 100;

/** @param app name and version of the program, as exports name it */
export function createExchange(parts: {
  readonly here: Here;
  readonly files: CampaignFiles;
  readonly openSource: (file: SourceFile, signal?: AbortSignal) => Promise<Ranged>;
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  readonly surroundings: {
    readonly host: Pick<AnnotationSurroundings['host'], 'clock'>;
    readonly commands: Pick<AnnotationSurroundings['commands'], 'around'>;
  };
  readonly app?: string;
}): Exchange {
  const { here, files, openSource, nomenclature, surroundings, app = 'Sardonyx' } = parts;
  const { clock } = surroundings.host;
  const offered = new Map<
    string,
    { readonly key: string; readonly at: CampaignRef; readonly object: string; readonly type: string }
  >();

  function offer(at: CampaignRef, object: string, type: string): string {
    const id = randomUUID();
    offered.set(id, { key: here().key, at, object, type });
    for (const old of [...offered.keys()].slice(0, -mostOffered)) offered.delete(old);
    return `/blobs/annotation/export/${id}`;
  }

  return {
    handlers: {
      async exportCampaign(request, { signal }) {
        const context = here();
        const { at, name, format } = request;
        if (context.forbidsExports && context.endpoint(at.profile).kind !== 'platform')
          throw failure('forbidden', 'The platform forbids exports', { reason: 'campaign-export-forbidden' });
        const words = ['cp', '--recursive', `${name}/`];
        const target = `${at.prefix}exports/${name}/`;
        const command = mcCommand(words, here().endpoint(at.profile), at.bucket, target);
        const manifest = await surroundings.commands.around('mc', command, () =>
          exportToFolder(request, { context, files, nomenclature, clock, app }, signal),
        );
        const addressed = manifest.files.map((file) => ({
          ...file,
          ...(!context.forbidsExports && { address: offer(at, file.key, mediaType(format)) }),
        }));
        return { files: addressed, manifest };
      },
      exports: ({ at }, { signal }) => listManifests(here().endpoint(at.profile), at, signal),
      importAnnotations: (input, { signal }) =>
        takeAnnotations(input, { context: here(), files, nomenclature, openSource }, signal),
    },
    async blob(id) {
      const one = offered.get(id);
      const context = here();
      if (!one || one.key !== context.key || context.forbidsExports) return undefined;
      const { at, object, type } = one;
      const ranged = await openRanged(context.endpoint(at.profile), { bucket: at.bucket, key: object });
      const name = object.split('/').at(-1) ?? 'export';
      return {
        type,
        size: ranged.size,
        etag: ranged.etag,
        headers: { 'content-disposition': `attachment; filename="${name}"` },
        stream: (start, end, signal) => ranged.stream(start, end, signal),
      };
    },
  };
}
