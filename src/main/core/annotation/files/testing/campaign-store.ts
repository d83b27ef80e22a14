/** A server, a laptop's folder and a small campaign, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CampaignFile, CampaignRef } from '../../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../../shared/contract/annotation/coding.ts';
import type { S3Endpoint } from '../../../platform/s3/endpoint.ts';
import { s3Failure } from '../../../platform/s3/s3-failure.ts';
import { openStore, type TestStore } from '../../../platform/s3/testing/stores.ts';
import { createCommandLog, type CommandLog } from '../../../shell/commands.ts';
import type { AnnotationContext } from '../../annotation-context.ts';
import type { CampaignFiles, ItemRecord } from '../campaign-files.ts';
import { createCampaignFiles } from '../create-campaign-files.ts';

export interface CampaignStore extends AsyncDisposable {
  readonly store: TestStore;
  readonly bucket: string;
  /** A folder of a campaign that is not there yet. */
  at(id: string): CampaignRef;
  /** The files as another laptop sees them; by another endpoint where one is given. */
  laptop(options?: { endpoint?: S3Endpoint; forbidsLocalCopies?: boolean }): Promise<Laptop>;
}

export interface Laptop {
  readonly files: CampaignFiles;
  readonly folder: string;
  readonly commands: CommandLog;
}

/** Opens the sandbox's server or the lab's, with a bucket. */
export async function openCampaignStore(name: TestStore['name']): Promise<CampaignStore> {
  const store = await openStore(name);
  const bucket = await store.bucket();
  const closing: (() => Promise<void>)[] = [];
  return {
    store,
    bucket,
    at: (id) => ({ profile: 'p', bucket, prefix: `campaigns/${id}/` }),
    async laptop({ endpoint = store.endpoint, forbidsLocalCopies = false } = {}) {
      const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-campaigns-'));
      const context = { endpoint: () => endpoint, folder, forbidsLocalCopies };
      const commands = createCommandLog(Date.now);
      const files = createCampaignFiles(() => context as unknown as AnnotationContext, { commands });
      closing.push(async () => {
        await files.close();
        await rm(folder, { recursive: true, force: true });
      });
      return { files, folder, commands };
    },
    async [Symbol.asyncDispose]() {
      for (const close of closing) await close();
      await store[Symbol.asyncDispose]();
    },
  };
}

/** An endpoint of a server that knows no conditional writes: it overwrites whatever the condition says, or refuses the header (`NotImplemented`). */
export function unconditional(
  endpoint: S3Endpoint,
  how: 'overwrites' | 'refuses' = 'overwrites',
): S3Endpoint {
  return {
    ...endpoint,
    async send(request) {
      const { 'if-match': match, 'if-none-match': none, ...headers } = request.headers ?? {};
      if (request.method !== 'PUT' || (match ?? none) === undefined) return endpoint.send(request);
      if (how === 'overwrites') return endpoint.send({ ...request, headers });
      throw s3Failure(
        { status: 501, code: 'NotImplemented', message: 'No conditions' },
        { host: endpoint.host },
      );
    },
  };
}

/** A campaign of batches of so many items. */
export function sampleCampaign(
  id: string,
  batches = 2,
  batchSize = 2,
  rest: Partial<CampaignFile> = {},
): CampaignFile {
  return {
    schemaVersion: 1,
    id,
    title: `Campaign ${id}`,
    purpose: 'gold',
    mode: 'blind',
    nomenclature: { id: 'naf-rev2', hash: 'abc' },
    level: 5,
    createdAt: 1_700_000_000_000,
    createdBy: 'alice',
    state: 'open',
    leads: ['alice'],
    adjudicators: ['alice'],
    annotators: ['alice', 'bob', 'zoé d’Åse'],
    assignment: 'claims',
    stealing: true,
    claimHours: 8,
    overlap: { annotators: 2, share: 0, calibration: 0, controls: 0 },
    batchSize,
    batches: Array.from({ length: batches }, (_, index) => ({
      id: batchId(index),
      kind: 'single',
      items: batchSize,
      annotators: 1,
    })),
    sampling: {
      kind: 'simple-random',
      probability: true,
      seed: 2 ** 40,
      frame: {
        id: 'frame-1',
        source: 'logs.parquet',
        readAt: 1_700_000_000_000,
        rows: 100,
        distinctTexts: 90,
      },
      sampled: batches * batchSize,
      deduplicated: true,
      strata: [{ name: 'all', populationSize: 90, sampled: batches * batchSize }],
    },
    fields: [{ name: 'nature', titles: { fr: 'Nature', en: 'Nature' } }],
    guidelines: [{ version: 1, text: 'Lire le texte.', at: 1_700_000_000_000, by: 'alice' }],
    ...rest,
  };
}

export function batchId(index: number): string {
  return `single-${String(index).padStart(4, '0')}`;
}

/** The items of such a campaign. */
export function sampleItems(campaign: CampaignFile): ItemRecord[] {
  return campaign.batches.flatMap(({ id: batch, items }) =>
    Array.from({ length: items }, (_, index): ItemRecord => {
      const id = `${batch}-${index}`;
      return {
        id,
        sourceId: `L${id}`,
        batch,
        text: `Vente de légumes « bio » n° ${id}`,
        cleanText: `vent legum bio ${index}`,
        fields: { nature: '99', surface: '120', emetteur: 'INPI', ...(index % 2 === 0 && { cj: '1000' }) },
        knownCode: '01.11Z',
        multiplicity: index + 1,
        stratum: 'all',
        populationSize: 90,
        inclusionProbability: 4 / 90,
        weight: 22.5,
        suggestions: {
          suggestions: [
            { rank: 1, code: '47.21Z', probability: 0.7 },
            { rank: 2, code: '01.13Z', probability: 0.1 },
          ],
          confidenceIndex: 0.6,
          model: 'fasttext',
          modelVersion: '3',
          from: 'file',
        },
      };
    }),
  );
}

/** What somebody decided about an item. */
export function sampleDecision(item: ItemRecord, rest: Partial<Decision> = {}): Decision {
  return {
    id: `d-${item.id}`,
    item: item.id,
    batch: item.batch,
    annotator: 'alice',
    round: 1,
    mode: 'reveal',
    status: 'done',
    codeFirst: '01.13Z',
    codeFinal: '47.21Z',
    levelReached: 5,
    source: 'suggestion',
    suggestionRank: 1,
    searchUsed: true,
    flagged: false,
    comment: 'l’« œuf »\n2ᵉ ligne',
    leadTime: 4321,
    decidedAt: 1_700_000_123_456,
    guidelineVersion: 1,
    modelVersion: '3',
    confidenceIndex: 0.6,
    suggestions: [{ rank: 1, code: '47.21Z', probability: 0.7 }],
    machine: 'm1',
    replaces: ['d-0', 'd-1'],
    withdrawn: false,
    ...rest,
  };
}
