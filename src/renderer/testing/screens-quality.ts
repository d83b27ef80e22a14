/** The screens of the annotation (quality), each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import { failure } from '../../shared/contract/errors.ts';
import type { FakeCore } from './fake-core.ts';
import { goldPlace } from './sample-campaigns.ts';
import { sampleReport } from './sample-quality.ts';
import { now, sampleSession } from './samples.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const campaign = (prefix: string) =>
  `/annotation/campaign?${new URLSearchParams({ ...goldPlace, prefix }).toString()}`;
const gold = campaign(goldPlace.prefix);
const long =
  'FABRICATION ARTISANALE ET VENTE SUR LES MARCHES, FOIRES, SALONS ET PAR INTERNET DE BIJOUX FANTAISIE, OBJETS DE DECORATION, SAVONS ET BOUGIES PARFUMEES AINSI QUE TOUTES ACTIVITES CONNEXES OU COMPLEMENTAIRES S’Y RATTACHANT DIRECTEMENT OU INDIRECTEMENT';

const report = (change: Parameters<typeof sampleReport>[1]) => (fake: FakeCore) =>
  fake.quality.quality.set(sampleReport(now, change));
const offline = (fake: FakeCore) => {
  const since = now - 20 * 60_000;
  fake.state.session.set({ ...sampleSession, network: { state: 'offline', since } });
  fake.quality.quality.set(
    sampleReport(now, {
      state: 'stored',
      asOf: since,
      problem: failure('unreachable', 'timed out', {
        reason: 'timeout',
        values: { host: 'minio.sspcloud.fr' },
      }).data,
    }),
  );
};
const broken = failure('invalid-input', 'The part is damaged', {
  reason: 'part-damaged',
  values: { name: 'part-4.parquet' },
  words: 'Invalid Parquet footer',
}).data;
const refused = failure('unsupported', 'A training set says nothing of the model', {
  reason: 'accuracy-training',
}).data;
const queueShown = (page: Page) => page.locator('[id=disagreement-0]').waitFor();

export const qualityScreens: readonly Screen[] = [
  {
    name: 'quality',
    path: `${gold}&tab=quality`,
    looks: all,
    act: (page) => page.getByRole('table').first().waitFor(),
  },
  {
    name: 'quality-below',
    path: `${gold}&tab=quality`,
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('heading', { name: /^(Accuracy of the model|Exactitude du modèle)$/ }).waitFor();
      await page.locator('#quality-accuracy').scrollIntoViewIfNeeded();
      await page.locator('#quality-progress').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'quality-people',
    path: `${gold}&tab=quality`,
    looks: [english],
    act: (page) =>
      page
        .getByText(/Difficulty as people/)
        .last()
        .scrollIntoViewIfNeeded(),
  },
  {
    name: 'quality-empty',
    path: `${gold}&tab=quality`,
    looks: [english, french],
    prepare: (fake) => {
      const { agreement, ...rest } = sampleReport(now);
      const undefinedOnes = agreement
        .filter(({ scope }) => scope.kind === 'all')
        .map(({ estimator, level, scope }) => ({
          estimator,
          level,
          scope,
          reason: 'no-pairable-units',
          items: 0,
          codings: 0,
        }));
      fake.quality.quality.set({ ...rest, agreement: undefinedOnes, confusions: [], disagreements: 0 });
    },
  },
  {
    name: 'quality-computing',
    path: `${gold}&tab=quality`,
    prepare: (fake) => {
      const { campaign: _campaign, accuracy: _accuracy, ...rest } = sampleReport(now);
      fake.quality.quality.set({
        ...rest,
        state: 'computing',
        progress: 0.45,
        agreement: [],
        confusions: [],
        disagreements: 0,
      });
    },
  },
  {
    name: 'quality-few',
    path: `${gold}&tab=quality`,
    prepare: (fake) => {
      const { agreement, ...rest } = sampleReport(now, { disagreements: 2 });
      fake.quality.quality.set({
        ...rest,
        agreement: agreement.map((one) => ({ ...one, items: Math.ceil(one.items / 6) })),
      });
    },
  },
  {
    name: 'quality-broken',
    path: `${gold}&tab=quality`,
    looks: [english, french],
    prepare: report({
      problems: [
        { file: 'decisions/annotator=bob/part-4.parquet', problem: broken },
        { file: 'adjudication/part-2.parquet', problem: broken },
      ],
      accuracy: {
        refused,
        codable: [],
        withUnclassifiable: [],
        skippedShare: 0,
        unclassifiableShare: 0,
        human: [],
      },
    }),
    act: (page) =>
      page
        .getByText(/part-4\.parquet/)
        .first()
        .waitFor(),
  },
  { name: 'quality-offline', path: `${gold}&tab=quality`, looks: [english, french], prepare: offline },
  { name: 'adjudication', path: `${gold}&tab=adjudication`, looks: all, act: queueShown },
  {
    name: 'adjudication-named',
    path: `${gold}&tab=adjudication`,
    act: async (page) => {
      await queueShown(page);
      await page.getByRole('switch').press(' ');
      await page.getByRole('button', { name: /chloe/ }).waitFor();
      await page.keyboard.press('b');
      await page.keyboard.press('2');
    },
  },
  {
    name: 'adjudication-search',
    path: `${gold}&tab=adjudication`,
    looks: [english, french],
    act: async (page) => {
      await queueShown(page);
      await page.keyboard.press('s');
      await page.keyboard.type('coif');
      await page.getByRole('listbox').last().getByRole('option').first().waitFor();
    },
  },
  {
    name: 'adjudication-lacks',
    path: `${gold}&tab=adjudication`,
    act: async (page) => {
      await queueShown(page);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'adjudication-failed',
    path: `${gold}&tab=adjudication`,
    prepare: (fake) =>
      fake.state.failing.set(
        'annotation.adjudicate',
        failure('no-space', 'ENOSPC', { words: 'database or disk is full' }).data,
      ),
    act: async (page) => {
      await queueShown(page);
      for (const key of ['a', '1', 'Enter']) await page.keyboard.press(key);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'adjudication-settled',
    path: `${gold}&tab=adjudication&item=i-008`,
    looks: [english, french],
    act: async (page) => {
      await queueShown(page);
      await page.getByText(/^(All|Tous)$/).click();
      await page.getByText(/To change it|Pour changer/).waitFor();
    },
  },
  {
    name: 'adjudication-long',
    path: `${gold}&tab=adjudication`,
    looks: [english, zoomed],
    prepare: (fake) => {
      fake.quality.disagreements = fake.quality.disagreements.map((one) => ({ ...one, text: long }));
    },
    act: queueShown,
  },
  {
    name: 'adjudication-empty',
    path: `${gold}&tab=adjudication`,
    prepare: (fake) => {
      fake.quality.disagreements = [];
    },
    act: (page) => page.getByText('Nobody differs').waitFor(),
  },
  {
    name: 'adjudication-unread',
    path: `${gold}&tab=adjudication`,
    prepare: (fake) =>
      fake.state.failing.set(
        'annotation.disagreements',
        failure('forbidden', 'Access Denied', { words: 'AccessDenied' }).data,
      ),
    act: (page) => page.getByRole('alert').waitFor(),
  },
  {
    name: 'adjudication-reading',
    path: `${campaign('campaigns/naf-2025-lot-3/')}&tab=adjudication`,
    act: queueShown,
  },
  {
    name: 'exchange',
    path: `${gold}&tab=exchange`,
    looks: all,
    act: (page) => page.getByText('2026-11-18-resolved').first().waitFor(),
  },
  {
    name: 'exchange-made',
    path: `${gold}&tab=exchange`,
    looks: [english, french],
    act: async (page) => {
      await page.getByText('2026-11-18-resolved').first().waitFor();
      await page.getByRole('button', { name: /^(Make the export|Faire l.export)/ }).click();
      await page
        .getByRole('link', { name: /^(Download|Télécharger)/ })
        .first()
        .scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'exchange-empty',
    path: `${gold}&tab=exchange`,
    prepare: (fake) => {
      fake.quality.exports = [];
    },
    act: (page) => page.getByText('None yet.').waitFor(),
  },
  {
    name: 'exchange-failed',
    path: `${gold}&tab=exchange`,
    prepare: (fake) =>
      fake.state.failing.set(
        'annotation.exports',
        failure('unreachable', 'timed out', { reason: 'timeout', values: { host: 'minio.sspcloud.fr' } })
          .data,
      ),
    act: (page) => page.getByRole('alert').waitFor(),
  },
  {
    name: 'exchange-import',
    path: `${gold}&tab=exchange`,
    looks: [english, french],
    act: async (page) => {
      await takeIn(page);
      await page.getByText(/412/).waitFor();
      await page.getByText(/56\.11J/).scrollIntoViewIfNeeded();
    },
  },
];

/** Chooses a file of annotations, says who is who, and takes it in. */
export async function takeIn(page: Page): Promise<void> {
  await page.route('**/blobs/**', (route) => route.fulfill({ status: 201 }));
  const annotations = [
    { id: 1, annotations: [{ completed_by: { id: 10, email: 'bob@example.org' } }] },
    { id: 2, annotations: [{ completed_by: 11 }, { completed_by: { id: 10, email: 'bob@example.org' } }] },
  ];
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({
      name: 'project-83.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(annotations)),
    });
  await page.getByLabel(/bob@example\.org/).selectOption('bob');
  await page.getByRole('button', { name: /^(Take in|Reprendre) 1 / }).click();
}
