/** The annotation: its parts joined to the contract. */
import type { Readable } from 'node:stream';
import type {
  Correspondence,
  Nomenclature,
  SourceFile,
} from '../../../shared/contract/annotation/nomenclatures.ts';
import { failure } from '../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import { createTree, type Tree } from '../../../shared/nomenclature/tree.ts';
import type { Blob } from '../blobs.ts';
import type { Ranged } from '../platform/s3/ranged-object.ts';
import type { KeptFiles } from '../shell/kept.ts';
import type { TaskList } from '../shell/tasks.ts';
import { createFastText } from '../fasttext/fasttext.ts';
import type { AnnotationContext, AnnotationSurroundings } from './annotation-context.ts';
import { createCampaigns } from './campaigns/campaigns.ts';
import { createCoding } from './coding/coding.ts';
import type { CodedItemsOf } from '../project-needs.ts';
import { readCodedItems } from './exchange/coded-items.ts';
import { createExchange } from './exchange/exchange.ts';
import { keptContent } from './files/content-files.ts';
import { createCampaignFiles } from './files/create-campaign-files.ts';
import { createNomenclatures } from './nomenclatures/nomenclatures.ts';
import { createQuality } from './quality/quality.ts';
import { createSentFiles } from './sent-files.ts';
import { createSources } from './sources/sources.ts';
import { createSuggestions } from './suggestions/suggestions.ts';

/** Bytes that a file of a nomenclature may have. */
const largestNomenclature = 64 * 1024 ** 2;

export interface Annotation {
  readonly handlers: AppHandlers['annotation'];
  /** Goes where the person works now and takes up what waits to be sent there; no server is waited for. */
  enter(context: AnnotationContext | undefined): Promise<void>;
  /** Bytes of an export; paths begin with `export/`. */
  blob(path: string): Promise<Blob | undefined>;
  /** Bytes of a file that was announced; paths begin with `sent/`. @throws Failure */
  receive(path: string, body: Readable): Promise<void>;
  /** Copies of parts and models, for the page that says what is kept. */
  readonly copies: readonly KeptFiles[];
  /** Before signing out: tries once to send what waits. */
  flush(): Promise<void>;
  /** For the other capabilities. */
  readonly codedItemsOf: CodedItemsOf;
  readonly openSource: (file: SourceFile, signal?: AbortSignal) => Promise<Ranged>;
  readonly nomenclatures: () => Promise<readonly { readonly id: string }[]>;
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  /** @throws Failure `not-found` */
  readonly correspondence: (from: string, to: string) => Promise<Correspondence>;
  close(): Promise<void>;
}

/** Makes the annotation of nobody; `enter` says whose. */
export function createAnnotation(surroundings: AnnotationSurroundings, tasks: TaskList): Annotation {
  let context: AnnotationContext | undefined;
  const here = () => {
    if (!context) throw failure('signed-out', 'Nobody is signed in', { reason: 'not-signed-in' });
    return context;
  };
  const sent = createSentFiles(here, surroundings.host.clock);
  const openSource = (file: SourceFile, signal?: AbortSignal) => sent.open(file, signal);
  const wholeSource = async (file: SourceFile) => {
    const { name, size, read } = await openSource(file);
    if (size > largestNomenclature)
      throw failure('unsupported', 'The file is too large for a nomenclature', {
        reason: 'nomenclature-too-big',
        values: { name, megabytes: largestNomenclature / 1024 ** 2 },
      });
    return { name, bytes: await read(0, size) };
  };

  const nomenclatures = createNomenclatures(here, surroundings, wholeSource);
  const { nomenclature } = nomenclatures;
  const treeOf = treesOf(nomenclature);
  const files = createCampaignFiles(here, surroundings);
  const sources = createSources({ here, openSource, nomenclature, surroundings });
  const suggestions = createSuggestions({
    here,
    files,
    fastText: createFastText,
    openSource,
    pathOf: (id) => sent.pathOf(id),
    surroundings,
  });
  const coding = createCoding({
    here,
    files,
    nomenclature: treeOf,
    suggestionsFor: suggestions.suggestionsFor,
    prefetch: (at, items, signal) => suggestions.prefetch(at, items, signal),
    surroundings,
  });
  const campaigns = createCampaigns({
    here,
    files,
    sources,
    nomenclature,
    mine: (at) => coding.mine(at),
    surroundings,
    tasks,
  });
  const quality = createQuality({
    here,
    files,
    nomenclature: treeOf,
    wake: (at) => coding.wake(at),
    surroundings,
  });
  const exchange = createExchange({ here, files, openSource, nomenclature, surroundings });
  const parts = [coding, sources, suggestions, campaigns, quality, nomenclatures, files];

  return {
    handlers: {
      ...nomenclatures.handlers,
      announceFile: (file) => sent.announce(file),
      readSource: (input, { signal }) =>
        tasks.run('read-source', {}, (progress) => sources.handlers.readSource(input, { signal, progress })),
      readMeanings: (input, { signal }) => sources.handlers.readMeanings(input, { signal }),
      ...campaigns.handlers,
      ...coding.handlers,
      ...suggestions.handlers,
      ...quality.handlers,
      ...exchange.handlers,
    },
    async enter(next) {
      context = next;
      void nomenclatures.enter();
      campaigns.enter(next);
      await Promise.all([quality.enter(), coding.enter(next)]);
      if (next) await sent.tidy();
    },
    blob: (path) => exchange.blob(path.slice('export/'.length)),
    async receive(path, body) {
      const id = /^sent\/([\w-]+)$/.exec(path)?.[1];
      if (id === undefined)
        throw failure('not-found', 'Nothing was announced at this address', {
          reason: 'transfer-not-expected',
        });
      await sent.receive(id, body);
    },
    copies: [
      keptContent(() => context),
      {
        kind: 'models',
        kept: async () => (context ? suggestions.copies.kept() : { count: 0, bytes: 0 }),
        remove: async () => (context ? suggestions.copies.remove() : undefined),
      },
    ],
    flush: () => coding.flush(),
    async codedItemsOf(at, signal) {
      await coding.flush();
      return readCodedItems(files, at, signal);
    },
    openSource,
    nomenclatures: () => nomenclatures.known(),
    nomenclature,
    correspondence: (from, to) => nomenclatures.correspondence(from, to),
    async close() {
      for (const part of parts) await part.close();
    },
  };
}

/** Trees by their nomenclature, made once each. */
function treesOf(nomenclature: (id: string) => Promise<Nomenclature>): (id: string) => Promise<Tree> {
  const made = new WeakMap<Nomenclature, Tree>();
  return async (id) => {
    const whole = await nomenclature(id);
    const known = made.get(whole) ?? createTree(whole);
    made.set(whole, known);
    return known;
  };
}
