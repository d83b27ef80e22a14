/** The campaigns and nomenclatures, each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import type { FailureData } from '../../shared/contract/errors.ts';
import type { FakeCore } from './fake-core.ts';
import { now, sampleSession } from './samples.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const silent: FailureData = {
  code: 'unreachable',
  message: 'minio.sspcloud.fr did not answer in time',
  reason: 'timeout',
  values: { host: 'minio.sspcloud.fr' },
};
const gold = 'profile=ssp&bucket=projet-codification-ape&prefix=campaigns%2Fgold-2026-11%2F';
const recoding = 'profile=ssp&bucket=projet-codification-ape&prefix=campaigns%2Fnaf-2025-lot-3%2F';
const source = 'profile=ssp&bucket=alice&object=diffusion%2Ftable.csv';

const offline = (fake: FakeCore) => {
  const since = now - 40 * 60_000;
  fake.state.session.set({ ...sampleSession, network: { state: 'offline', since } });
  const campaigns = fake.annotation.campaigns.get();
  fake.annotation.campaigns.set({
    ...campaigns,
    campaigns: campaigns.campaigns.map(({ problem: _problem, ...one }) => ({
      ...one,
      state: 'stored',
      asOf: since,
    })),
  });
};
const nothing = (fake: FakeCore) =>
  fake.annotation.campaigns.set({
    campaigns: [],
    places: [{ at: { profile: 'ssp', bucket: 'alice', prefix: '' } }],
    loading: false,
  });
const preview = (page: Page) =>
  page
    .getByRole('complementary')
    .getByText(/1[,\s\u202f]?701/)
    .first()
    .waitFor();
const sampling = async (page: Page, kind: RegExp) => {
  await page.getByRole('radio', { name: kind }).check();
  await page.getByRole('heading', { level: 2, name: /^(What is drawn|Tirage)$/ }).scrollIntoViewIfNeeded();
};
const row = (page: Page, name: string) => page.getByRole('row', { name }).click();

export const annotationScreens: readonly Screen[] = [
  {
    name: 'campaigns',
    path: '/annotation',
    looks: all,
    act: (page) => page.getByRole('table').waitFor(),
  },
  {
    name: 'campaigns-detail',
    path: '/annotation',
    looks: all,
    act: (page) => row(page, 'Gold set of November 2026'),
  },
  {
    name: 'campaigns-detail-away',
    path: '/annotation',
    looks: [english, french],
    act: (page) => row(page, 'Reprise de l’ensemble'),
  },
  {
    name: 'home-campaigns',
    path: '/',
    looks: all,
    prepare: (fake) => {
      fake.state.services.set({ ...fake.state.services.get(), services: [], quota: [] });
      fake.state.session.set({ ...sampleSession, parts: [] });
    },
    act: (page) => page.getByRole('heading', { level: 2, name: 'Annotation' }).waitFor(),
  },
  { name: 'campaigns-empty', path: '/annotation', looks: [english, french], prepare: nothing },
  {
    name: 'campaigns-loading',
    path: '/annotation',
    prepare: (fake) => fake.annotation.campaigns.set({ campaigns: [], places: [], loading: true }),
    act: (page) => page.getByText('Looking for campaigns…').waitFor(),
  },
  { name: 'campaigns-offline', path: '/annotation', looks: [english, french], prepare: offline },
  {
    name: 'campaigns-places',
    path: '/annotation',
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('button', { name: /^(Folders|Dossiers)$/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'campaign-new', path: '/annotation/new', looks: all },
  {
    name: 'campaign-new-source',
    path: `/annotation/new?${source}`,
    looks: all,
    act: preview,
  },
  {
    name: 'campaign-new-source-failed',
    path: `/annotation/new?${source}`,
    prepare: (fake) => fake.state.failing.set('annotation.readSource', silent),
    act: (page) => page.getByRole('alert').first().waitFor(),
  },
  {
    name: 'campaign-new-source-broken',
    path: `/annotation/new?${source}`,
    prepare: (fake) => {
      const { reading: _reading, ...rest } = fake.annotation.source;
      fake.annotation.source = {
        ...rest,
        format: 'csv',
        findings: [
          { severity: 'error', kind: 'ragged-row', name: 'COIFFURE;9602A;', line: 3012, column: 4 },
          { severity: 'error', kind: 'encoding', name: 'windows-1252', line: 7 },
          ...rest.findings,
        ],
        findingsInAll: 1204,
      };
    },
    act: (page) => page.getByText('line 3,012, column 4').waitFor(),
  },
  {
    name: 'campaign-new-stratified',
    path: `/annotation/new?${source}`,
    looks: all,
    act: async (page) => {
      await preview(page);
      await sampling(page, /^(Stratified|Stratifié)/);
      await page.getByRole('table', { name: /^(Strata|Strates)$/ }).waitFor();
    },
  },
  {
    name: 'campaign-new-uncertainty',
    path: `/annotation/new?${source}`,
    act: async (page) => {
      await preview(page);
      await page.getByRole('radio', { name: 'Training set' }).check();
      await sampling(page, /^Uncertain first/);
      await page.getByLabel('Rare codes').fill('10');
      await page.getByText('not to 100 %').waitFor();
    },
  },
  {
    name: 'campaign-new-place',
    path: `/annotation/new?${source}`,
    looks: [english, french],
    act: async (page) => {
      await preview(page);
      await page
        .getByRole('textbox', { name: /^(Title|Titre)$/ })
        .fill('Gold set of December, team of Lille');
      await page
        .getByRole('heading', { level: 2, name: /^(Guidelines|Consignes)$/ })
        .scrollIntoViewIfNeeded();
      await page.getByRole('checkbox').last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'campaign-new-problem',
    path: `/annotation/new?${source}`,
    prepare: (fake) => {
      fake.annotation.preview = {
        problems: [
          { code: 'invalid-input', message: 'The source has no predicted codes', field: 'sampling.kind' },
        ],
      };
    },
    act: (page) => page.getByText('The source has no predicted codes').first().waitFor(),
  },
  {
    name: 'campaign',
    path: `/annotation/campaign?${gold}`,
    looks: all,
    act: (page) => page.getByRole('table').first().waitFor(),
  },
  { name: 'campaign-uncertainty', path: `/annotation/campaign?${recoding}`, looks: [english, french] },
  {
    name: 'campaign-gone',
    path: '/annotation/campaign?profile=ssp&bucket=alice&prefix=campaigns%2Fgone%2F',
    act: (page) => page.getByRole('alert').waitFor(),
  },
  { name: 'campaign-nowhere', path: '/annotation/campaign' },
  {
    name: 'campaign-change-people',
    path: `/annotation/campaign?${gold}`,
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('button', { name: /^(Change|Modifier)$/ }).click();
      await page.getByRole('menuitem').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'campaign-change-guidelines',
    path: `/annotation/campaign?${gold}`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Change', exact: true }).click();
      await page.getByRole('menuitem').nth(1).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'nomenclatures',
    path: '/annotation/nomenclatures',
    looks: all,
    act: (page) => page.getByRole('tree').waitFor(),
  },
  {
    name: 'nomenclatures-code',
    path: '/annotation/nomenclatures?id=naf-rev2&code=96.02B',
    looks: all,
    act: (page) => page.getByText(/96\.23Y/).waitFor(),
  },
  {
    name: 'nomenclatures-search',
    path: '/annotation/nomenclatures?id=naf-rev2',
    looks: [english, french],
    act: async (page) => {
      await page.getByRole('combobox').fill('coif');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'nomenclatures-failed',
    path: '/annotation/nomenclatures?id=naf-rev2',
    prepare: (fake) => {
      fake.state.failing.set('annotation.nomenclature', silent);
      fake.annotation.nomenclatures.set({
        ...fake.annotation.nomenclatures.get(),
        problems: [{ address: 's3://projet-ape/nomenclatures/naf-2025.json', problem: silent }],
      });
    },
    act: (page) => page.getByRole('alert').nth(1).waitFor(),
  },
  {
    name: 'nomenclatures-import',
    path: '/annotation/nomenclatures',
    looks: all,
    act: async (page) => {
      await page.getByRole('button', { name: /^(Import a file|Importer un fichier)$/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox').fill('ssp / alice / correspondance.csv');
      await page.keyboard.press('Enter');
      await dialog.getByText(/00\.00X/).waitFor();
    },
  },
  {
    name: 'nomenclatures-share',
    path: '/annotation/nomenclatures',
    looks: [english, french],
    act: async (page) => {
      await page
        .getByRole('button', { name: /NAF 2025$/ })
        .last()
        .click();
      await page.getByRole('menuitem').first().click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^(Write the file|Écrire le fichier)$/ })
        .click();
      await page.getByText('"nomenclatures"').waitFor();
    },
  },
];
