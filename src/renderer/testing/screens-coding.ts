/** The screens of the annotation (coding), each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import type { CampaignFile } from '../../shared/contract/annotation/campaigns.ts';
import type { Nomenclature } from '../../shared/contract/annotation/nomenclatures.ts';
import { failure } from '../../shared/contract/errors.ts';
import type { FakeCore } from './fake-core.ts';
import { goldPlace } from './sample-campaigns.ts';
import { codingPath, recoding, sampleWork } from './sample-coding.ts';
import { naf2025, revisionTwoTo2025 } from './sample-nomenclatures.ts';
import { now, sampleSession } from './samples.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const box = (page: Page) => page.getByRole('combobox', { name: /^(Type words|Tapez des mots)/ });
const ready = async (page: Page) => {
  await box(page).waitFor();
  await page.getByRole('heading', { level: 1, name: / 1 / }).waitFor();
};
const type = (text: string) => async (page: Page) => {
  await ready(page);
  await page.keyboard.type(text);
  await page.getByRole('option').first().waitFor();
};
const openMenu = async (page: Page) => {
  await ready(page);
  await page.getByRole('button', { name: /^(Batch|Lot)$/ }).press('Enter');
  await page.locator('[role="menuitem"]:focus').waitFor();
};
const works =
  (change: Partial<CampaignFile> = {}) =>
  (fake: FakeCore) => {
    fake.coding.works = [sampleWork(change)];
  };
const assisted: Partial<CampaignFile> = { mode: 'assisted', purpose: 'training', title: 'Retraining 2026' };
const silent = failure('unreachable', 'minio.sspcloud.fr did not answer in time', {
  reason: 'timeout',
  values: { host: 'minio.sspcloud.fr' },
}).data;

/** Twenty-four candidates below three divisions. */
function manyCandidates(fake: FakeCore): void {
  const divisions = ['81', '82', '84'];
  const made = divisions.flatMap((division) => [
    {
      code: division,
      level: 2,
      parent: 'N',
      titles: { fr: `Division ${division}`, en: `Division ${division}` },
    },
    { code: `${division}.1`, level: 3, parent: division, titles: { fr: 'Groupe', en: 'Group' } },
    ...Array.from({ length: 8 }, (_, index) => [
      {
        code: `${division}.1${index + 1}`,
        level: 4,
        parent: `${division}.1`,
        titles: { fr: `Classe ${index + 1}`, en: `Class ${index + 1}` },
      },
      {
        code: `${division}.1${index + 1}Y`,
        level: 5,
        parent: `${division}.1${index + 1}`,
        titles: { fr: `Entretien de type ${index + 1}`, en: `Upkeep of kind ${index + 1}` },
      },
    ]).flat(),
  ]);
  const large: Nomenclature = { ...naf2025, nodes: [...naf2025.nodes, ...made] };
  fake.annotation.trees.set('naf-2025', large);
  fake.annotation.correspondences = [
    {
      ...revisionTwoTo2025,
      pairs: [
        ...revisionTwoTo2025.pairs.filter(({ from }) => from !== '96.02A'),
        ...made
          .filter(({ level }) => level === 5)
          .map(({ code }) => ({
            from: '96.02A',
            to: code,
            commonContent: { fr: 'une partie', en: 'a part' },
          })),
      ],
    },
  ];
}

const sourceTab = `/annotation/campaign?profile=${goldPlace.profile}&bucket=${goldPlace.bucket}&prefix=${encodeURIComponent(goldPlace.prefix)}&tab=suggestions`;

export const codingScreens: readonly Screen[] = [
  { name: 'coding-blind', path: codingPath, looks: all, prepare: works(), act: type('coif') },
  { name: 'coding-empty', path: codingPath, looks: all, prepare: works(), act: ready },
  {
    name: 'coding-assisted',
    path: codingPath,
    looks: all,
    prepare: works(assisted),
    act: async (page) => {
      await ready(page);
      await page.getByRole('option').nth(4).waitFor();
    },
  },
  {
    name: 'coding-reveal',
    path: codingPath,
    looks: [english, french],
    prepare: works({ mode: 'reveal' }),
    act: async (page) => {
      await type('9602B')(page);
      await page.keyboard.press('Enter');
      await page.getByRole('option').nth(5).waitFor();
    },
  },
  {
    name: 'coding-tree',
    path: codingPath,
    looks: [english, french],
    prepare: works(),
    act: async (page) => {
      await type('coiffure')(page);
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
    },
  },
  {
    name: 'coding-recoding',
    path: codingPath,
    looks: all,
    prepare: works({ ...recoding, mode: 'blind' }),
    act: async (page) => {
      await ready(page);
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'coding-recoding-many',
    path: codingPath,
    looks: [english, zoomed],
    prepare: (fake) => {
      works({ ...recoding, mode: 'blind' })(fake);
      manyCandidates(fake);
    },
    act: async (page) => {
      await ready(page);
      await page.getByRole('option').nth(23).waitFor();
    },
  },
  {
    name: 'coding-unsaved',
    path: codingPath,
    looks: [english, french],
    prepare: (fake) => {
      works(assisted)(fake);
      fake.state.failing.set('annotation.decide', {
        code: 'no-space',
        message: 'ENOSPC',
        reason: 'disk-full',
      });
    },
    act: async (page) => {
      await ready(page);
      await page.getByRole('option').nth(4).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'coding-offline',
    path: codingPath,
    looks: all,
    prepare: (fake) => {
      fake.state.session.set({ ...sampleSession, network: { state: 'offline', since: now - 1_200_000 } });
      fake.coding.works = [
        { ...sampleWork(assisted), state: 'stored', asOf: now - 1_200_000, problem: silent },
      ];
      fake.coding.sending.set({ ...fake.coding.sending.get(), state: 'offline', problem: silent });
    },
    act: ready,
  },
  {
    name: 'coding-conflict',
    path: codingPath,
    looks: [english, french],
    prepare: (fake) => {
      const work = sampleWork({}, 'calibration-0001', 20);
      const decision = (id: string, codeFinal: string, machine: string) => ({
        id,
        item: work.items[3]?.id ?? '',
        batch: work.batch,
        annotator: 'alice',
        round: 1,
        mode: 'blind' as const,
        status: 'done' as const,
        codeFinal,
        levelReached: 5,
        searchUsed: true,
        flagged: false,
        comment: machine === 'laptop-2' ? 'perfumes only' : '',
        leadTime: 8_000,
        decidedAt: now - 3_600_000,
        guidelineVersion: 2,
        machine,
        replaces: [],
        withdrawn: false,
      });
      fake.coding.works = [{ ...work, conflicts: [work.items[3]?.id ?? ''] }];
      fake.coding.sending.set({
        ...fake.coding.sending.get(),
        setAside: 1,
        conflicts: [
          {
            item: work.items[3]?.id ?? '',
            text: work.items[3]?.text ?? '',
            decisions: [decision('d1', '47.91B', 'laptop-1'), decision('d2', '47.75Z', 'laptop-2')],
          },
        ],
      });
    },
    act: async (page) => {
      await ready(page);
      await page.keyboard.press('Alt+k');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'coding-menu',
    path: codingPath,
    looks: all,
    prepare: works({ assignment: 'assigned' }),
    act: openMenu,
  },
  { name: 'coding-menu-claimed', path: codingPath, prepare: works(), act: openMenu },
  {
    name: 'coding-keys',
    path: codingPath,
    looks: [english, french],
    act: async (page) => {
      await ready(page);
      await page.keyboard.press('Alt+h');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'coding-guidelines',
    path: codingPath,
    act: async (page) => {
      await ready(page);
      await page.keyboard.press('Alt+g');
      await page.getByText('largest share').first().waitFor();
    },
  },
  {
    name: 'coding-end',
    path: codingPath,
    looks: [english, french],
    prepare: (fake) => {
      fake.coding.works = [sampleWork(assisted, 'single-0007', 4)];
    },
    act: async (page) => {
      await ready(page);
      for (const [index, key] of ['Enter', 'Alt+s', 'Alt+u', 'Enter'].entries()) {
        await page.getByRole('heading', { level: 1, name: new RegExp(` ${index + 1} `) }).waitFor();
        await page.getByRole('option').nth(4).waitFor();
        await page.keyboard.press(key);
      }
      await page.getByRole('heading', { level: 2 }).waitFor();
    },
  },
  {
    name: 'coding-long',
    path: codingPath,
    looks: [english, zoomed],
    prepare: (fake) => {
      const work = sampleWork({
        title: 'Reprise de l’ensemble des libellés reçus entre juillet et septembre, équipe de Lille',
      });
      const [first, ...rest] = work.items;
      if (!first) return;
      const text = `${'Vente de vêtements, de chaussures et d’accessoires sur les marchés et par correspondance, '.repeat(6)}anticonstitutionnellementanticonstitutionnellementanticonstitutionnellement`;
      fake.coding.works = [
        {
          ...work,
          items: [
            {
              ...first,
              text,
              cleanText: text.toLowerCase(),
              fields: { ...first.fields, other_nature_text: text },
            },
            ...rest,
          ],
        },
      ];
    },
    act: ready,
  },
  {
    name: 'coding-over',
    path: codingPath,
    looks: [english, french],
    prepare: (fake) => {
      fake.coding.works = [];
    },
    act: (page) => page.getByRole('heading', { level: 2 }).waitFor(),
  },
  {
    name: 'coding-failed',
    path: codingPath,
    looks: [english, french],
    prepare: (fake) => fake.state.failing.set('annotation.openBatch', silent),
    act: (page) => page.getByRole('alert').first().waitFor(),
  },
  {
    name: 'coding-no-campaign',
    path: '/annotation/coding',
    act: (page) => page.getByRole('heading', { level: 2 }).waitFor(),
  },
  {
    name: 'coding-source',
    path: sourceTab,
    looks: all,
    act: async (page) => {
      await page.getByRole('radio', { name: /^(A coding service|Un service)/ }).click();
      await page.getByLabel(/^(Address|Adresse)/).fill('https://codification.example.org/predict');
      await page.getByRole('button', { name: /^(Ask|Interroger)/ }).click();
      await page.getByText('fasttext-ape').first().waitFor();
    },
  },
  {
    name: 'coding-source-local',
    path: sourceTab,
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('radio', { name: /^(A model on|Un modèle sur)/ }).click();
      await page.getByText('ape-2026.ftz').first().waitFor();
    },
  },
];
