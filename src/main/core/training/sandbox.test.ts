import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CampaignFile } from '../../../shared/contract/annotation/campaigns.ts';
import { normalisedText } from '../../../shared/text/normalise.ts';
import { openSandboxPlace, type SandboxPlace } from './testing/sandbox-place.ts';
import { naf2025 } from './testing/small-nomenclatures.ts';
import { linesOf, over, workflowUntil } from './testing/watching.ts';

const { signal } = new AbortController();
const texts = [
  ['Vente de légumes et de fruits', '47.21Y'],
  ['Boucherie et viandes', '47.22Y'],
  ['Poissonnerie, vente de poissons', '47.23Y'],
] as const;
/** As much of a campaign as a set asks for. */
const sampleCampaign = {
  id: 'c',
  title: 'C',
  purpose: 'training',
  nomenclature: { id: 'naf-2025', hash: '' },
} as CampaignFile;
let place: SandboxPlace;

beforeAll(async () => {
  place = await openSandboxPlace({
    nomenclature: async () => naf2025,
    codedItemsOf: async () => ({
      campaign: sampleCampaign,
      items: Array.from({ length: 120 }, (_, index) => {
        const [words, code] = texts[index % 3] ?? texts[0];
        const text = `${words} numéro ${index}`;
        return {
          id: `i${index}`,
          text,
          normalisedText: normalisedText(text),
          variables: {},
          code,
          stratum: undefined,
          weight: undefined,
        };
      }),
      unresolved: 0,
      sources: [],
    }),
  });
});
afterAll(() => place[Symbol.asyncDispose]());

test('a set made of a campaign trains a grid in the sandbox, and the best run is told', async () => {
  const { training, facts, bucket } = place;
  const at = { profile: 'p', bucket, prefix: '' };
  const { address, set } = await training.handlers.makeTrainingSet(
    {
      ...{ name: 'small', at, campaigns: [{ ...at, prefix: 'campaigns/c/' }], files: [], gold: [] },
      ...{ nomenclature: 'naf-2025', multivocal: 'leave-out', titles: 'all', testShare: 0.2, seed: 1 },
      profile: { cleaning: { kind: 'none' }, variables: [] },
    },
    { signal },
  );
  const { name } = await training.handlers.startTraining(
    {
      template: { name: 'sardonyx', scope: 'app' },
      ...{ set: address, setHash: set.hash, parameters: {} },
      grid: { DIM: ['10'], EPOCHS: ['1', '30'], BUCKET: ['1000'], MINCOUNT: ['1'] },
      tracking: { server: 'sandbox', experiment: 'small' },
      container: {
        ...{ image: facts.argo.image, cpu: '100m', memory: '256Mi', gpus: 0 },
        storage: { kind: 'secret', name: facts.argo.s3Secret },
      },
      ...{ parallelism: 2, deadlineHours: 1, retries: 0, keepDays: 1 },
    },
    { signal },
  );
  const done = await workflowUntil(training, name, over);
  const pod = done.nodes.find(({ type }) => type === 'Pod');
  expect((await linesOf(training, name, pod?.id ?? '')).join('\n')).toContain('accuracy_level_5');
  expect(done).toMatchObject({ workflow: { state: 'succeeded' }, pods: { done: 2, all: 2 } });
  const { runs, best } = await training.handlers.rankRuns({ name }, { signal });
  expect(runs).toHaveLength(2);
  expect(runs[0]?.mean).toBeGreaterThan(0.5);
  expect(best).toBe(runs[0]?.run);
}, 120_000);
