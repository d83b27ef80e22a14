/** Two models on a gold set, before one of them is promoted. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { AnswerSource } from '../../../../shared/contract/serving/asking.ts';
import type {
  ComparedItem,
  Comparison,
  comparisonOperations,
} from '../../../../shared/contract/serving/comparison.ts';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { CodedItemsOf } from '../../project-needs.ts';
import type { InProject, ProjectContext } from '../../project-context.ts';
import {
  answeringModel,
  type AnsweringModel,
  type AnsweringParts,
  type ModelReply,
} from '../asking/answering.ts';
import { askedTwice } from './asked-twice.ts';
import { compareInThread } from './comparison-thread.ts';
import { isProbabilitySample } from './estimates.ts';
import { checkLabels, goldSet, type GoldSet } from './gold-set.ts';
import {
  forgetComparison,
  keepComparison,
  keptComparisons,
  keptItems,
  type ComparisonStore,
} from './kept-comparisons.ts';
import { memoryStore } from './memory-store.ts';

type Handlers = Pick<AppHandlers['serving'], keyof typeof comparisonOperations>;
type Progress = z.infer<(typeof comparisonOperations)['compareModels']['output']>;
type Asked = z.infer<(typeof comparisonOperations)['compareModels']['input']>;

const nameOf = async (model: AnsweringModel, signal: AbortSignal) => {
  const { name, version } = await model.described(signal);
  return [name, version].filter(Boolean).join(' ');
};

/** The first code of a reply, as the nomenclature prints it. */
function firstOf(reply: ModelReply | undefined, { tree }: GoldSet): ComparedItem['a'] {
  const [first] = reply?.predictions ?? [];
  if (!first) return undefined;
  const { code, probability } = first;
  const index = reply?.confidenceIndex;
  return {
    code: tree.node(code)?.code ?? code,
    probability,
    ...(index !== undefined && { confidenceIndex: index }),
  };
}

export function createComparisons(
  parts: AnsweringParts & {
    readonly here: InProject;
    readonly codedItemsOf: CodedItemsOf;
    readonly nomenclature: (id: string) => Promise<Nomenclature>;
    readonly clock: () => number;
  },
): Handlers {
  const { here, codedItemsOf, nomenclature, clock } = parts;
  const memories = new Map<string, ComparisonStore>();

  function storeOf({ forbidsLocalCopies, store, key }: ProjectContext): ComparisonStore {
    if (!forbidsLocalCopies) return store;
    const memory = memories.get(key) ?? memoryStore(clock);
    memories.set(key, memory);
    return memory;
  }

  async function* compare(asked: Asked, signal: AbortSignal): AsyncGenerator<Progress, void, undefined> {
    yield { state: 'reading', done: 0 };
    const context = here();
    if (isSame(asked.a, asked.b))
      throw failure('invalid-input', 'A model cannot be compared with itself', { reason: 'comparison-same' });
    const coded = await codedItemsOf(asked.gold, signal);
    const gold = goldSet(coded, await nomenclature(coded.campaign.nomenclature.id));
    const total = gold.items.length;
    const models = {
      a: await answeringModel(context, asked.a, parts),
      b: await answeringModel(context, asked.b, parts),
    };
    const names = { a: await nameOf(models.a, signal), b: await nameOf(models.b, signal) };
    yield { state: 'asking', done: 0, total };
    const items: ComparedItem[] = [];
    for await (const replies of askedTwice(models, gold.items, signal)) {
      const batch = gold.items.slice(items.length, items.length + replies.a.length);
      const sides = {
        a: replies.a.map((one) => firstOf(one, gold)),
        b: replies.b.map((one) => firstOf(one, gold)),
      };
      for (const [index, { id, text, code }] of batch.entries()) {
        const [a, b] = [sides.a[index], sides.b[index]];
        items.push({ item: id, text, truth: code, ...(a && { a }), ...(b && { b }) });
      }
      // The first batch tells it early, all of them for certain.
      if (items.length === batch.length || items.length === total)
        for (const side of ['a', 'b'] as const)
          checkLabels(
            names[side],
            items.map((one) => one[side]?.code),
            gold,
          );
      yield { state: 'asking', done: items.length, total };
    }
    const comparison = await judged(asked, gold, names, items, storeOf(context), signal);
    yield { state: 'done', done: total, total, comparison };
  }

  async function judged(
    { a, b, gold: at }: Asked,
    gold: GoldSet,
    names: Comparison['names'],
    items: readonly ComparedItem[],
    store: ComparisonStore,
    signal: AbortSignal,
  ): Promise<Comparison> {
    const { campaign } = gold;
    const drawn = gold.items.map(({ code: truth, stratum, weight }, index) => {
      const { a, b } = items[index] ?? {};
      return { truth, stratum, weight, a: a?.code, b: b?.code };
    });
    const { kind, probability, deduplicated, strata } = campaign.sampling;
    const job = {
      nomenclature: gold.nomenclature,
      sampling: { kind, probability, deduplicated, strata },
      items: drawn,
    };
    const { levels, verdicts } = await compareInThread(job, signal);
    const comparison: Comparison = {
      id: randomUUID(),
      a,
      b,
      names,
      gold: at,
      goldTitle: campaign.title,
      nomenclature: campaign.nomenclature.id,
      items: items.length,
      unanswered: {
        a: items.filter(({ a }) => !a).length,
        b: items.filter(({ b }) => !b).length,
      },
      probability: isProbabilitySample(campaign.sampling),
      levels: [...levels],
      at: clock(),
    };
    await keepComparison(store, comparison, verdicts, items);
    return comparison;
  }

  return {
    async *compareModels(asked, { signal }) {
      const end = new AbortController();
      let last: Progress = { state: 'reading', done: 0 };
      try {
        for await (const progress of compare(asked, AbortSignal.any([signal, end.signal]))) {
          last = progress;
          yield progress;
        }
      } catch (error) {
        if (!isFailure(error) || error.code === 'cancelled') throw error;
        yield { ...last, state: 'failed', problem: error.data };
      } finally {
        end.abort();
      }
    },
    comparisons: () => keptComparisons(storeOf(here())),
    async removeComparison({ id }) {
      await forgetComparison(storeOf(here()), id);
      return {};
    },
    comparedItems: (asked) => keptItems(storeOf(here()), asked),
  };
}

const isSame = (a: AnswerSource, b: AnswerSource) => isDeepStrictEqual(a, b);
