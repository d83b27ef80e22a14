/** Coding in memory: one campaign, batches that follow each other, decisions that can be taken back. */
import type {
  BatchWork,
  codingOperations,
  Decision,
  DecisionInput,
  SendState,
  SuggestionSet,
} from '../../shared/contract/annotation/coding.ts';
import type { LocalModel, suggestionOperations } from '../../shared/contract/annotation/suggestions.ts';
import { failure } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import { sampleWork, suggestionsFor } from './sample-coding.ts';
import { now } from './samples.ts';

type Part = Pick<
  AppHandlers['annotation'],
  keyof typeof codingOperations | keyof typeof suggestionOperations
>;

const idle: SendState = { waiting: 7, sent: 193, state: 'idle', conflicts: [], setAside: 0 };
const sampleModel: LocalModel = {
  id: 'model-1',
  name: 'ape-2026.ftz',
  bytes: 148_000_000,
  labels: 732,
  dimension: 180,
  quantised: true,
  hash: 'c0de'.repeat(16),
  at: now - 86_400_000,
};

/** State that a test sets, and handlers over it. */
export function fakeCoding({ note, done }: FakeCalls) {
  const state = {
    sending: changing<SendState>(idle),
    /** The batches in the order in which they are opened. */
    works: [sampleWork()] as BatchWork[],
    /** Newest last. */
    made: [] as Decision[],
    /** A decision waits for this, as for a slow disk. */
    disk: Promise.resolve() as Promise<void>,
    /** What the model says of an item by its place in the batch; undefined: nothing. */
    model: ((index: number, is2025: boolean) => suggestionsFor(index, is2025)) as (
      index: number,
      is2025: boolean,
    ) => SuggestionSet | undefined,
    models: [sampleModel] as LocalModel[],
  };
  const inForce = (item: string) => {
    const newest = state.made.findLast((one) => one.item === item);
    return newest && !newest.withdrawn ? newest : undefined;
  };
  const workOf = (item: string) => {
    const found = state.works.find((work) => work.items.some(({ id }) => id === item));
    if (!found) throw failure('not-found', 'No such item', { reason: 'item-not-here', values: { item } });
    return found;
  };
  const opened = (work: BatchWork): BatchWork => ({
    ...work,
    decisions: {
      ...work.decisions,
      ...Object.fromEntries(work.items.flatMap(({ id }) => (inForce(id) ? [[id, inForce(id)]] : []))),
    } as BatchWork['decisions'],
  });
  const said = (item: string) => {
    const { items, campaign } = workOf(item);
    const suggestions = state.model(
      items.findIndex(({ id }) => id === item),
      campaign.nomenclature.id === 'naf-2025',
    );
    return suggestions ? { suggestions } : {};
  };
  const decisionOf = (item: string, input: DecisionInput): Decision => {
    const { campaign, batch } = workOf(item);
    return {
      ...input,
      id: `decision-${state.made.length + 1}`,
      item,
      batch,
      annotator: 'alice',
      round: 1,
      mode: campaign.mode,
      ...(input.codeFinal !== undefined && { codeFirst: input.codeFinal }),
      levelReached: input.codeFinal === undefined ? 0 : campaign.level,
      decidedAt: now,
      guidelineVersion: 2,
      machine: 'laptop-1',
      replaces: [],
      withdrawn: false,
    };
  };
  const handlers: Part = {
    openBatch: async (input) => {
      note('annotation.openBatch', input);
      const isOpen = (work: BatchWork) => work.items.some(({ id }) => !opened(work).decisions[id]);
      const found = input.batch
        ? state.works.find(({ batch }) => batch === input.batch)
        : state.works.find(isOpen);
      if (!found) throw failure('not-found', 'No batch is left', { reason: 'no-batch-left' });
      return opened(found);
    },
    batch: async (input) => {
      note('annotation.batch', input);
      const found = state.works.find(({ batch }) => batch === input.batch);
      if (!found) throw failure('not-found', 'No such batch', { reason: 'batch-not-here' });
      return opened(found);
    },
    decide: async ({ item, decision }) => {
      note('annotation.decide', { item, decision });
      await state.disk;
      const made = decisionOf(item, decision);
      state.made.push(made);
      const sending = state.sending.get();
      state.sending.set({ ...sending, waiting: sending.waiting + 1 });
      return made;
    },
    reveal: async (input) => (note('annotation.reveal', input), said(input.item)),
    undo: async (input) => {
      note('annotation.undo', input);
      const was = state.made.findLast((one) => inForce(one.item) === one);
      if (!was) return undefined;
      state.made.push({ ...was, id: `decision-${state.made.length + 1}`, withdrawn: true });
      return { item: was.item, batch: was.batch, was };
    },
    suggestions: async (input) => (note('annotation.suggestions', input), said(input.item)),
    sending: (_, { signal }) => state.sending.follow(signal),
    sendNow: done('annotation.sendNow'),
    settleConflict: async (input) => {
      note('annotation.settleConflict', input);
      const sending = state.sending.get();
      const conflicts = sending.conflicts.filter(({ item }) => item !== input.item);
      state.sending.set({ ...sending, conflicts });
      return {};
    },
    releaseBatch: done('annotation.releaseBatch'),
    suggestionSource: async () => ({ source: { kind: 'file' }, hasPassword: false }),
    setSuggestionSource: done('annotation.setSuggestionSource'),
    trySuggestions: async (input) => {
      note('annotation.trySuggestions', input);
      return { answer: suggestionsFor(0), dialect: 'forms-2025', milliseconds: 84 };
    },
    localModels: async () => state.models,
    addLocalModel: async (input) => {
      note('annotation.addLocalModel', input);
      const model = { ...sampleModel, id: `model-${state.models.length + 1}`, name: 'new.bin' };
      state.models = [...state.models, model];
      return model;
    },
    removeLocalModel: async (input) => {
      note('annotation.removeLocalModel', input);
      state.models = state.models.filter(({ id }) => id !== input.id);
      return {};
    },
  };
  return { state, handlers };
}
