/** Laptops that code over one server, for tests: each has a store, a network of its own that can be cut, and the real files of campaigns. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { CampaignFile, CampaignRef } from '../../../../../shared/contract/annotation/campaigns.ts';
import type {
  BatchWork,
  DecisionInput,
  SendState,
  SuggestionSet,
} from '../../../../../shared/contract/annotation/coding.ts';
import { failure } from '../../../../../shared/contract/errors.ts';
import { createTree } from '../../../../../shared/nomenclature/tree.ts';
import { createReachability } from '../../../network/reachability.ts';
import type { S3Endpoint } from '../../../platform/s3/endpoint.ts';
import { openStore, type TestStore } from '../../../platform/s3/testing/stores.ts';
import { createCommandLog } from '../../../shell/commands.ts';
import { openDatabases } from '../../../store/database.ts';
import type { AnnotationContext } from '../../annotation-context.ts';
import type { CampaignFiles } from '../../files/campaign-files.ts';
import { createCampaignFiles } from '../../files/create-campaign-files.ts';
import { sampleCampaign, sampleItems } from '../../files/testing/campaign-store.ts';
import type { SendTimes } from '../../sending/send-loop.ts';
import { createCoding, type Coding } from '../coding.ts';
import type { SuggestionsFor } from '../suggesting.ts';

/** Nothing is sent by time, so that tests say when; after a failure soon again. */
export const patient: SendTimes = {
  rest: 3_600_000,
  many: 1000,
  firstPause: 3_600_000,
  longestPause: 3_600_000,
};
export const quick: SendTimes = { rest: 20, many: 50, firstPause: 20, longestPause: 100 };

export interface LaptopOptions {
  readonly person?: string;
  readonly times?: SendTimes;
  readonly forbidsLocalCopies?: boolean;
  readonly clock?: () => number;
  readonly suggestionsFor?: SuggestionsFor;
  /** A folder that is there already, as after a restart or a crash. */
  readonly folder?: string;
  /** Changes what the laptop asks of the server. */
  readonly through?: (endpoint: S3Endpoint) => S3Endpoint;
}

export interface Laptop extends AsyncDisposable {
  readonly coding: Coding;
  readonly handlers: Coding['handlers'];
  readonly context: AnnotationContext;
  readonly files: CampaignFiles;
  readonly folder: string;
  readonly reports: unknown[];
  /** Cuts the network, or brings it back. */
  network(state: 'online' | 'offline'): void;
  wakeUp(): void;
  /** Somebody else signs in. */
  become(person: string): Promise<void>;
  open(at: CampaignRef, batch?: string): Promise<BatchWork>;
  decide(
    at: CampaignRef,
    item: string,
    input?: Partial<DecisionInput>,
  ): ReturnType<Coding['handlers']['decide']>;
  /** The state of sending once a condition holds. */
  until(at: CampaignRef, holds: (state: SendState) => boolean): Promise<SendState>;
  /** Ends the app; the folder stays. */
  stop(): Promise<void>;
}

export const { signal } = new AbortController();

/** A decision as a person makes it. */
export const coded = (codeFinal = '47.21Z', rest: Partial<DecisionInput> = {}): DecisionInput => ({
  status: 'done',
  codeFinal,
  source: 'typed',
  searchUsed: false,
  flagged: false,
  comment: '',
  leadTime: 1500,
  ...rest,
});

/** Few codes of NAF rév. 2, enough to decide. */
export const tree = createTree({
  schemaVersion: 1,
  id: 'naf-rev2',
  titles: { en: 'Sample' },
  levels: [1, 1, 1, 1, 3].map((count) => ({ titles: {}, count })),
  source: 'tests',
  nodes: [
    { code: 'G', level: 1, titles: {} },
    { code: '47', level: 2, parent: 'G', titles: {} },
    { code: '47.2', level: 3, parent: '47', titles: {} },
    { code: '47.21', level: 4, parent: '47.2', titles: {} },
    { code: '47.21Z', level: 5, parent: '47.21', titles: {} },
    { code: '47.22Z', level: 5, parent: '47.21', titles: {} },
    { code: '47.23Z', level: 5, parent: '47.21', titles: {} },
  ],
});

export interface Server extends AsyncDisposable {
  readonly store: TestStore;
  readonly bucket: string;
  /** Makes a campaign with its items. */
  campaign(
    id: string,
    batches: number,
    batchSize: number,
    rest?: Partial<CampaignFile>,
  ): Promise<CampaignRef>;
  laptop(options?: LaptopOptions): Promise<Laptop>;
}

/** The sandbox's server or the lab's, and laptops around it; all end with it. */
export async function openServer(name: TestStore['name']): Promise<Server> {
  const store = await openStore(name);
  const bucket = await store.bucket();
  const laptops: Laptop[] = [];
  const folders: string[] = [];
  const server: Server = {
    store,
    bucket,
    async campaign(id, batches, batchSize, rest) {
      const at = { profile: 'p', bucket, prefix: `campaigns/${id}/` };
      const campaign = sampleCampaign(id, batches, batchSize, { mode: 'blind', ...rest });
      const laptop = await server.laptop();
      await laptop.files.create(at, campaign, sampleItems(campaign), []);
      await laptop.stop();
      return at;
    },
    async laptop(options = {}) {
      const folder = options.folder ?? (await mkdtemp(path.join(os.tmpdir(), 'sardonyx-coding-')));
      folders.push(folder);
      const laptop = await openLaptop(store.endpoint, folder, options);
      laptops.push(laptop);
      return laptop;
    },
    async [Symbol.asyncDispose]() {
      for (const laptop of laptops) await laptop.stop();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
      await store[Symbol.asyncDispose]();
    },
  };
  return server;
}

/** One laptop with a folder, over an endpoint. */
export async function openLaptop(
  whole: S3Endpoint,
  folder: string,
  options: LaptopOptions = {},
): Promise<Laptop> {
  const { person = 'alice', clock = Date.now } = options;
  const databases = openDatabases(path.join(folder, 'store'));
  const own = path.join(folder, 'own');
  await mkdir(own, { recursive: true });
  const reachability = createReachability(clock);
  const reports: unknown[] = [];
  const wakers = new Set<() => void>();
  let isOffline = false;
  const endpoint = (options.through ?? ((one) => one))({
    ...whole,
    async send(request) {
      if (isOffline) throw unreachable();
      return whole.send(request);
    },
    async sdk(call, subject) {
      if (isOffline) throw unreachable();
      return whole.sdk(call, subject);
    },
  });
  const contextOf = (name: string) =>
    ({
      key: name,
      platformId: 'test',
      userName: name,
      network: { reachability },
      store: databases.open('test', name),
      folder: own,
      endpoint: () => endpoint,
      homeProfile: 'p',
      roots: [],
      nomenclatureAddresses: [],
      forbidsLocalCopies: options.forbidsLocalCopies ?? false,
      forbidsExports: false,
    }) as unknown as AnnotationContext;
  let context = contextOf(person);
  const files = createCampaignFiles(() => context, { commands: createCommandLog(clock) });
  const coding = createCoding({
    here: () => context,
    files,
    nomenclature: async () => tree,
    suggestionsFor: options.suggestionsFor ?? (async (): Promise<SuggestionSet | undefined> => undefined),
    times: options.times ?? patient,
    surroundings: {
      host: {
        clock,
        secrets: undefined as never,
        temporaryFolder: folder,
        onResume(listener) {
          wakers.add(listener);
          return () => wakers.delete(listener);
        },
      },
      report: (error) => reports.push(error),
    },
  });
  await coding.enter(context);
  let stopped: Promise<void> | undefined;
  const { handlers } = coding;
  const laptop: Laptop = {
    coding,
    handlers,
    get context() {
      return context;
    },
    async become(name) {
      context = contextOf(name);
      await coding.enter(context);
    },
    files,
    folder,
    reports,
    network(state) {
      isOffline = state === 'offline';
      if (isOffline) reachability.missed('http://server/');
      else reachability.reached('http://server/');
    },
    wakeUp() {
      for (const wake of wakers) wake();
    },
    open: (at, batch) =>
      handlers.openBatch(batch === undefined ? { at } : { at, batch }, { signal }) as Promise<BatchWork>,
    decide: (at, item, input = {}) =>
      handlers.decide({ at, item, decision: { ...coded(), ...input } }, { signal }),
    async until(at, holds) {
      const stop = new AbortController();
      for await (const state of handlers.sending({ at }, { signal: stop.signal }))
        if (holds(state as SendState)) {
          stop.abort();
          return state as SendState;
        }
      throw new Error('The stream ended');
    },
    stop: () =>
      (stopped ??= (async () => {
        await coding.close();
        await files.close();
        await databases.close();
      })()),
    [Symbol.asyncDispose]: () => laptop.stop(),
  };
  return laptop;
}

function unreachable() {
  return failure('unreachable', 'The server does not answer', { reason: 'connection-lost' });
}
