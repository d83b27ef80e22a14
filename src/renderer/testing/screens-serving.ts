/** The screens of serving, each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import { failure } from '../../shared/contract/errors.ts';
import type { FakeCore } from './fake-core.ts';
import { sampleApplications } from './sample-serving.ts';
import { now, sampleSession } from './samples.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const id = encodeURIComponent(sampleApplications[0]?.id ?? '');
const offline = (fake: FakeCore) => {
  const since = now - 20 * 60_000;
  fake.state.session.set({ ...sampleSession, network: { state: 'offline', since } });
  fake.serving.applications.set({
    applications: [...sampleApplications],
    state: 'stored',
    asOf: since,
    problem: failure('unreachable', 'timed out', { reason: 'timeout', values: { host: 'apiserver' } }).data,
  });
};
const openChange = async (page: Page) => {
  await page.getByRole('button', { name: /^(Change|Changer)$/ }).click();
  await page.getByRole('combobox').or(page.getByRole('dialog').getByRole('textbox')).first().fill('4');
  await page.getByRole('button', { name: /^(Show what would change|Montrer ce qui changerait)$/ }).click();
  await page.getByRole('list', { name: /^(What would change|Ce qui changerait)$/ }).waitFor();
};
const ask = async (page: Page) => {
  await page.getByRole('textbox', { name: /^(Text|Libellé)$/ }).fill('Coiffure à domicile');
  await page.getByRole('button', { name: /^(Ask|Demander)/ }).click();
  await page.getByRole('table').waitFor();
};

export const servingScreens: readonly Screen[] = [
  { name: 'serving', path: '/serving', looks: all },
  { name: 'serving-detail', path: `/serving?id=${id}`, looks: all },
  {
    name: 'serving-empty',
    path: '/serving',
    prepare: (fake) => fake.serving.applications.set({ applications: [], state: 'live' }),
  },
  { name: 'serving-offline', path: `/serving?id=${id}`, looks: [french], prepare: offline },
  {
    name: 'serving-forbidden',
    path: '/serving',
    prepare: (fake) =>
      fake.serving.applications.set({
        applications: sampleApplications.slice(1),
        state: 'live',
        argoCdProblem: failure('forbidden', 'applications.argoproj.io is forbidden').data,
      }),
  },
  { name: 'serving-change', path: `/serving?id=${id}`, looks: all, act: openChange },
  { name: 'serving-try', path: '/serving/try', looks: all, act: ask },
  {
    name: 'serving-try-failed',
    path: '/serving/try',
    prepare: (fake) => {
      const [served] = fake.serving.answers;
      if (served)
        fake.serving.answers[0] = {
          ...served,
          predictions: [],
          problem: failure('unreachable', 'refused', {
            reason: 'refused',
            values: { host: 'codification-api' },
          }).data,
        };
    },
    act: ask,
  },
  {
    name: 'serving-compare',
    path: '/serving/compare?id=c1',
    looks: all,
    act: (page) =>
      page.getByRole('heading', { name: /^(Accuracy by level|Exactitude par niveau)$/ }).waitFor(),
  },
  {
    name: 'serving-compare-empty',
    path: '/serving/compare',
    prepare: (fake) => void (fake.serving.comparisons = []),
  },
];
