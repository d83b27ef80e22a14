/** The files of campaigns over S3: what campaign-files.ts promises. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { mcCommand } from '../../platform/s3/shown-command.ts';
import type { AnnotationSurroundings, Here } from '../annotation-context.ts';
import type { CampaignFiles } from './campaign-files.ts';
import { jsonType, openCampaignFolder } from './campaign-folder.ts';
import {
  campaignExists,
  changeCampaignObject,
  isExisting,
  readCampaignObject,
  writeFirst,
  type KnownCampaigns,
} from './campaign-object.ts';
import { readControls, writeControls } from './campaign-json.ts';
import {
  adjudicationFolder,
  annotatorFolder,
  campaignJson,
  controlsFile,
  decisionsFolder,
  keyOf,
  partFile,
} from './campaign-keys.ts';
import { endClaim, readClaims, takeClaim, type KnownClaims } from './claims.ts';
import { itemParts, readItems, writeItems } from './item-parts.ts';
import { createParquetThread } from './parquet-thread.ts';
import { listParts, readPart, writePart } from './record-parts.ts';
import { factsOf } from './shape.ts';

/** Makes it; nothing is asked of anybody. `close` ends its thread. */
export function createCampaignFiles(
  here: Here,
  surroundings: Pick<AnnotationSurroundings, 'commands'>,
): CampaignFiles & { close(): Promise<void> } {
  const thread = createParquetThread();
  const claims: KnownClaims = new Map();
  const campaigns: KnownCampaigns = new Map();
  const folderOf = (at: CampaignRef) => openCampaignFolder(here().endpoint(at.profile), at);

  return {
    async read(at, signal) {
      const { campaign, etag } = await readCampaignObject(folderOf(at), campaigns, signal);
      return { campaign, etag };
    },
    async create(at, campaign, items, controls, signal, progress) {
      const folder = folderOf(at);
      const words = ['cp', '--recursive', `${campaign.id}/`];
      const command = mcCommand(words, here().endpoint(at.profile), at.bucket, at.prefix);
      await surroundings.commands.around('mc', command, async () => {
        if (await folder.read(campaignJson, signal)) throw campaignExists(at);
        const keys = await writeItems(folder, thread, campaign, items, signal, progress);
        const hidden = controlsFile(campaign);
        await folder.write(hidden, writeControls(controls), '', jsonType, signal);
        try {
          await writeFirst(folder, campaign, signal);
        } catch (error) {
          if (isExisting(error)) await folder.remove([...keys, keyOf(at, hidden)]);
          throw error;
        }
        const { left } = await itemParts(folder, campaign).catch(() => ({ left: [] }));
        await folder.remove(left.map(({ key }) => key));
      });
    },
    change: (at, change) =>
      surroundings.commands.around(
        'mc',
        mcCommand(['cp', campaignJson], here().endpoint(at.profile), at.bucket, keyOf(at, campaignJson)),
        () => changeCampaignObject(folderOf(at), campaigns, change),
      ),
    async items(at, batches, signal) {
      const folder = folderOf(at);
      const { campaign } = await readCampaignObject(folder, campaigns, signal);
      const { own } = await itemParts(folder, campaign, signal);
      return readItems(here(), folder, thread, own, batches, signal);
    },
    async controls(at) {
      const folder = folderOf(at);
      const file = controlsFile((await readCampaignObject(folder, campaigns)).campaign);
      const found = await folder.read(file);
      return found ? readControls(found.bytes.toString('utf8'), keyOf(at, file)) : [];
    },
    decisionParts: (at, annotator) =>
      listParts(folderOf(at), annotator === undefined ? decisionsFolder : annotatorFolder(annotator)),
    adjudicationParts: (at) => listParts(folderOf(at), adjudicationFolder),
    readDecisions: (at, part, signal) => readPart(here(), folderOf(at), thread, 'decisions', part, signal),
    readAdjudications: (at, part, signal) =>
      readPart(here(), folderOf(at), thread, 'adjudications', part, signal),
    writeDecisions(at, { uuid, annotator }, rows, campaign) {
      const file = `${annotatorFolder(annotator)}${partFile(uuid)}`;
      return writePart(folderOf(at), thread, 'decisions', file, rows, factsOf(campaign));
    },
    writeAdjudications(at, { uuid }, rows, campaign) {
      const file = `${adjudicationFolder}${partFile(uuid)}`;
      return writePart(folderOf(at), thread, 'adjudications', file, rows, factsOf(campaign));
    },
    claims: (at) => readClaims(folderOf(at), claims),
    claim: (at, campaign, batch, person, now) => takeClaim(folderOf(at), campaign, batch, person, now),
    async endClaim(at, batch, person, how) {
      const folder = folderOf(at);
      const { campaign } = await readCampaignObject(folder, campaigns);
      await endClaim(folder, campaign, batch, person, how);
    },
    close: () => thread.close(),
  };
}
