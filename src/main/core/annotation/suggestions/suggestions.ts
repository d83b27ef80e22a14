/** Suggestions of codes: from the items themselves, a served model or one on this laptop, as the person chose for a campaign. */
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';
import type { SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type {
  SuggestionSource,
  suggestionOperations,
} from '../../../../shared/contract/annotation/suggestions.ts';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { cleanText } from '../../../../shared/text/clean.ts';
import type { FastText } from '../../fasttext/fasttext.ts';
import { apiAddress } from '../../platform/coding-api/address.ts';
import type { Ranged } from '../../platform/s3/ranged-object.ts';
import type { KeptFiles } from '../../shell/kept.ts';
import type { AnnotationSurroundings, Here } from '../annotation-context.ts';
import { campaignKey } from '../coding/campaign-key.ts';
import type { SuggestionsFor } from '../coding/suggesting.ts';
import type { CampaignFiles, ItemRecord } from '../files/campaign-files.ts';
import type { AskableSource } from './askable-source.ts';
import { chooseSource, chosenSource, keepPassword, passwordOf } from './kept-source.ts';
import { createKnownAnswers } from './known-answers.ts';
import { localSource } from './local-source.ts';
import { createModelFiles } from './model-files.ts';
import { createOpenModel } from './open-model.ts';
import { servedSource, type KnownModels } from './served-source.ts';
import { checkVersion } from './suggestion-set.ts';

export interface Suggestions {
  readonly handlers: Pick<AppHandlers['annotation'], keyof typeof suggestionOperations>;
  /** What was answered before, else asked now and remembered. @throws Failure */
  readonly suggestionsFor: SuggestionsFor;
  /** Asks for all items that have no answer yet, together, so that they can be coded offline. @throws Failure */
  prefetch(at: CampaignRef, items: readonly ItemRecord[], signal?: AbortSignal): Promise<void>;
  /** Models on this laptop, for the page that says what is kept. */
  readonly copies: KeptFiles;
  /** Closes the model that is open. */
  close(): Promise<void>;
}

/**
 * @param fastText opens a model file in a thread of its own
 * @param pathOf where a file that the page sent lies
 */
export function createSuggestions(parts: {
  readonly here: Here;
  readonly files: Pick<CampaignFiles, 'read' | 'items'>;
  readonly fastText: (file: string, options?: { readonly signal?: AbortSignal }) => Promise<FastText>;
  readonly openSource: (file: SourceFile, signal?: AbortSignal) => Promise<Ranged>;
  readonly pathOf: (id: string) => Promise<string>;
  readonly surroundings: { readonly host: Pick<AnnotationSurroundings['host'], 'clock' | 'secrets'> };
}): Suggestions {
  const { here, files, fastText, openSource, pathOf } = parts;
  const { clock, secrets } = parts.surroundings.host;
  const models: KnownModels = new Map();
  const versions = new Map<string, string>();
  const answers = createKnownAnswers(here);
  const openModel = createOpenModel(fastText);
  const modelFiles = createModelFiles({
    folder: () => here().folder,
    clock,
    openSource,
    pathOf,
    async describe(file, signal) {
      const model = await fastText(file, signal && { signal });
      await model.close();
      return model.description;
    },
  });

  function allowModels(): void {
    if (here().forbidsLocalCopies)
      throw failure('forbidden', 'The platform forbids local copies', { reason: 'local-models-forbidden' });
  }

  async function askable(source: SuggestionSource, password?: string): Promise<AskableSource | undefined> {
    const context = here();
    if (source.kind === 'served')
      return servedSource(context, source, {
        password: password ?? (await passwordOf(context, secrets, source)),
        models,
        clock,
      });
    if (source.kind !== 'local') return undefined;
    allowModels();
    const file = await modelFiles.pathOf(source.model);
    const known = (await modelFiles.list()).find(({ id }) => id === source.model);
    const model = known ?? { id: source.model, name: source.model, hash: source.model };
    return localSource(model, source.form ?? 'sirene-3', () => openModel.open(file, file));
  }

  /** Where nothing was chosen: the platform's served model for items without suggestions. */
  async function sourceOf(at: CampaignRef, hasOwn: () => Promise<boolean>): Promise<SuggestionSource> {
    const { codingApi, ...context } = here();
    const chosen = await chosenSource(context, at);
    if (chosen) return chosen;
    if (codingApi === undefined || (await hasOwn())) return { kind: 'file' };
    return { kind: 'served', address: codingApi, dialect: 'auto' };
  }

  /** As far as it is known here: a campaign that cannot be read now stops nobody. */
  async function campaignOf(at: CampaignRef): Promise<CampaignFile | undefined> {
    return files.read(at).then(
      ({ campaign }) => campaign,
      () => undefined,
    );
  }

  async function itemsHaveOwn(at: CampaignRef): Promise<boolean> {
    const campaign = await campaignOf(at);
    const [first] = campaign?.batches ?? [];
    if (!first || campaign?.model) return campaign?.model !== undefined;
    const items = await files.items(at, [first.id]).catch(() => []);
    return items.some(({ suggestions }) => suggestions !== undefined);
  }

  async function check(at: CampaignRef, set: SuggestionSet | undefined): Promise<void> {
    if (!set) return;
    const key = `${here().key} ${campaignKey(at)}`;
    const known = versions.get(key) ?? (await campaignOf(at))?.nomenclature.id;
    if (known === undefined) return;
    versions.set(key, known);
    checkVersion(set, known);
  }

  /** Asks for items of one batch and remembers the answers. */
  async function askFor(
    at: CampaignRef,
    source: AskableSource,
    items: readonly ItemRecord[],
    signal?: AbortSignal,
  ): Promise<readonly Awaited<ReturnType<AskableSource['ask']>>[number][]> {
    const found = await source.ask(items, signal);
    await check(
      at,
      found.find((one): one is SuggestionSet => one !== undefined && !isFailure(one)),
    );
    for (const [batch, ofBatch] of Map.groupBy(items.keys(), (index) => items[index]?.batch ?? '')) {
      const good = ofBatch.flatMap((index) => {
        const answer = found[index];
        return isFailure(answer) ? [] : [[items[index]?.id ?? '', answer] as const];
      });
      await answers.add(at, batch, source.key, new Map(good));
    }
    return found;
  }

  async function removeModel(id: string): Promise<void> {
    await openModel.close(await modelFiles.pathOf(id).catch(() => id));
    await modelFiles.remove(id);
  }

  return {
    handlers: {
      async suggestionSource({ at }) {
        const source = await sourceOf(at, () => itemsHaveOwn(at));
        return { source, hasPassword: (await passwordOf(here(), secrets, source)) !== undefined };
      },
      async setSuggestionSource({ at, source, password }) {
        const context = here();
        if (source.kind === 'served') {
          apiAddress(source.address, source.user !== undefined);
          if (password !== undefined) await keepPassword(context, secrets, source, password);
        }
        if (source.kind === 'local') await modelFiles.pathOf(source.model);
        await chooseSource(context, at, source);
        return {};
      },
      async trySuggestions({ at, source, password, text }, { signal }) {
        const item = { text, cleanText: cleanText(text), fields: {} };
        const begun = performance.now();
        const took = () => performance.now() - begun;
        let asked: AskableSource | undefined;
        try {
          asked = await askable(source, password);
          const [answer] = (await asked?.ask([item], signal)) ?? [];
          const milliseconds = took();
          if (isFailure(answer)) throw answer;
          await check(at, answer);
          const dialect = asked?.dialect?.();
          return { milliseconds, ...(answer && { answer }), ...(dialect && { dialect }) };
        } catch (error) {
          if (!isFailure(error) || error.code === 'cancelled') throw error;
          const dialect = asked?.dialect?.();
          return { milliseconds: took(), problem: error.data, ...(dialect && { dialect }) };
        }
      },
      localModels: () => modelFiles.list(),
      async addLocalModel({ file }, { signal }) {
        allowModels();
        return modelFiles.add(file, signal);
      },
      async removeLocalModel({ id }) {
        await removeModel(id);
        return {};
      },
    },
    async suggestionsFor(at, item, signal) {
      const source = await sourceOf(at, async () => item.suggestions !== undefined);
      if (source.kind === 'file') return item.suggestions;
      const asked = await askable(source);
      if (!asked) return undefined;
      const known = await answers.of(at, item.batch, asked.key);
      if (known.has(item.id)) return known.get(item.id);
      const [answer] = await askFor(at, asked, [item], signal);
      if (isFailure(answer)) throw answer;
      return answer;
    },
    async prefetch(at, items, signal) {
      const source = await sourceOf(at, async () =>
        items.some(({ suggestions }) => suggestions !== undefined),
      );
      const asked = await askable(source);
      if (!asked) return;
      const missing: ItemRecord[] = [];
      for (const [batch, ofBatch] of Map.groupBy(items, (item) => item.batch)) {
        const known = await answers.of(at, batch, asked.key);
        missing.push(...ofBatch.filter(({ id }) => !known.has(id)));
      }
      if (missing.length > 0) await askFor(at, asked, missing, signal);
    },
    copies: {
      kind: 'models',
      async kept() {
        const models = await modelFiles.list();
        return {
          count: models.length,
          bytes: models.reduce((sum, { bytes }) => sum + bytes, 0),
          oldest: models.at(-1)?.at,
        };
      },
      async remove() {
        for (const { id } of await modelFiles.list()) await removeModel(id);
      },
    },
    close: () => openModel.close(),
  };
}
