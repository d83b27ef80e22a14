/** A campaign on a server and the exchange of a lead's laptop, for tests. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CampaignFile, CampaignRef } from '../../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../../shared/contract/annotation/coding.ts';
import type { Nomenclature, SourceFile } from '../../../../../shared/contract/annotation/nomenclatures.ts';
import { createTree } from '../../../../../shared/nomenclature/tree.ts';
import type { TestStore } from '../../../platform/s3/testing/stores.ts';
import { createCommandLog } from '../../../shell/commands.ts';
import type { AnnotationContext } from '../../annotation-context.ts';
import type { CampaignFiles, ItemRecord } from '../../files/campaign-files.ts';
import {
  openCampaignStore,
  sampleCampaign,
  sampleDecision,
  sampleItems,
} from '../../files/testing/campaign-store.ts';
import { createSentFiles } from '../../sent-files.ts';
import { createExchange, type Exchange } from '../exchange.ts';

/** A few codes of NAF rév. 2. */
export const nomenclature: Nomenclature = {
  schemaVersion: 1,
  id: 'naf-rev2',
  titles: { en: 'Sample' },
  levels: [2, 2, 2, 2, 4].map((count) => ({ titles: {}, count })),
  source: 'tests',
  nodes: [
    { code: 'A', level: 1, titles: {} },
    { code: '01', level: 2, parent: 'A', titles: {} },
    { code: '01.1', level: 3, parent: '01', titles: {} },
    { code: '01.13', level: 4, parent: '01.1', titles: {} },
    { code: '01.13Z', level: 5, parent: '01.13', titles: { fr: 'Culture de légumes' } },
    { code: 'G', level: 1, titles: {} },
    { code: '47', level: 2, parent: 'G', titles: {} },
    { code: '47.2', level: 3, parent: '47', titles: {} },
    { code: '47.21', level: 4, parent: '47.2', titles: {} },
    { code: '47.21Z', level: 5, parent: '47.21', titles: { fr: 'Commerce de fruits' } },
    { code: '47.22Z', level: 5, parent: '47.21', titles: {} },
    { code: '47.23Z', level: 5, parent: '47.21', titles: {} },
  ],
};
export const tree = createTree(nomenclature);

/** A decision by somebody, with an id and time of its own. */
export function decided(item: ItemRecord, annotator: string, rest: Partial<Decision> = {}): Decision {
  const at = 1_700_000_000_000 + item.id.length * 1000 + annotator.length;
  const sample = sampleDecision(item, {
    annotator,
    decidedAt: at,
    replaces: [],
    comment: '',
    difficulty: 2,
    ...rest,
  });
  const id = rest.id ?? randomUUID();
  if (sample.status === 'done') return { ...sample, id, codeFirst: sample.codeFinal };
  const open: Partial<Decision> = { ...sample, id, levelReached: 0 };
  for (const name of ['codeFinal', 'codeFirst', 'source', 'suggestionRank'] as const) delete open[name];
  return open as Decision;
}

export interface Place extends AsyncDisposable {
  readonly at: CampaignRef;
  readonly campaign: CampaignFile;
  readonly items: readonly ItemRecord[];
  readonly files: CampaignFiles;
  readonly exchange: Exchange;
  change(rest: Partial<AnnotationContext>): void;
  /** Another campaign with the same items. */
  copy(id: string): Promise<CampaignRef>;
  decide(decisions: readonly Decision[]): Promise<void>;
  /** All decisions on the server, by id. */
  decisions(at: CampaignRef): Promise<Decision[]>;
  /** Bytes of an exported file. */
  exported(key: string): Promise<Buffer>;
  /** A file as the page sends it. */
  send(name: string, content: string | Uint8Array): Promise<SourceFile>;
}

export async function openPlace(name: TestStore['name'], rest: Partial<CampaignFile> = {}): Promise<Place> {
  const server = await openCampaignStore(name);
  const { files } = await server.laptop();
  const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-exchange-'));
  let context = {
    key: 'k',
    userName: 'alice',
    folder,
    endpoint: () => server.store.endpoint,
    forbidsExports: false,
  } as unknown as AnnotationContext;
  const here = () => context;
  const sent = createSentFiles(here, Date.now);
  const campaign = sampleCampaign('c', 2, 3, rest);
  const items = sampleItems(campaign);
  const at = server.at('c');
  await files.create(at, campaign, items, []);
  const exchange = createExchange({
    here,
    files,
    openSource: sent.open,
    nomenclature: async () => nomenclature,
    surroundings: { host: { clock: Date.now }, commands: createCommandLog(Date.now) },
  });
  return {
    at,
    campaign,
    items,
    files,
    exchange,
    change: (more) => (context = { ...context, ...more }),
    async copy(id) {
      const other = server.at(id);
      await files.create(other, { ...campaign, id }, items, []);
      return other;
    },
    async decide(decisions) {
      for (const [annotator, own] of Map.groupBy(decisions, (one) => one.annotator)) {
        const rows = own.flatMap((decision) => {
          const item = items.find(({ id }) => id === decision.item);
          return item ? [{ decision, item }] : [];
        });
        await files.writeDecisions(at, { uuid: randomUUID(), annotator }, rows, campaign);
      }
    },
    async decisions(of) {
      const parts = await files.decisionParts(of);
      const read = await Promise.all(parts.map((part) => files.readDecisions(of, part)));
      return read.flatMap(({ rows }) => rows).sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    async exported(key) {
      const answer = await server.store.endpoint.send({ method: 'GET', bucket: at.bucket, key });
      return answer.bytes();
    },
    async send(fileName, content) {
      const { id } = await sent.announce({ name: fileName, size: content.length });
      await mkdir(path.join(folder, 'sent'), { recursive: true });
      await writeFile(path.join(folder, 'sent', id), content);
      return { kind: 'sent', id, name: fileName };
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
