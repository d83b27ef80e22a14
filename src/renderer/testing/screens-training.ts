/** The screens of training, each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import { failure } from '../../shared/contract/errors.ts';
import type { FakeCore } from './fake-core.ts';
import { runningWorkflow, sampleWorkflow, sampleWorkflows } from './sample-training.ts';
import { now, sampleSession } from './samples.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const whole = `/training/workflow?name=${runningWorkflow.name}`;
const offline = (fake: FakeCore) => {
  const since = now - 20 * 60_000;
  fake.state.session.set({ ...sampleSession, network: { state: 'offline', since } });
  fake.training.workflows.set({
    workflows: [...sampleWorkflows],
    state: 'stored',
    asOf: since,
    problem: failure('unreachable', 'timed out', { reason: 'timeout', values: { host: 'apiserver' } }).data,
  });
};
const plan = async (page: Page) => {
  await page
    .getByRole('button', { name: /^(Show what would be sent|Montrer ce qui serait envoyé)$/ })
    .click();
  await page.getByRole('complementary').waitFor();
};
const preview = async (page: Page) => {
  await page.getByRole('button', { name: /^(Look at what comes of it|Voir ce que cela donne)$/ }).click();
  await page.getByRole('complementary').waitFor();
};

export const trainingScreens: readonly Screen[] = [
  { name: 'training', path: '/training', looks: all },
  { name: 'training-offline', path: '/training', looks: [french], prepare: offline },
  {
    name: 'training-empty',
    path: '/training',
    prepare: (fake) => fake.training.workflows.set({ workflows: [], state: 'live' }),
  },
  {
    name: 'training-unsupported',
    path: '/training',
    prepare: (fake) => fake.training.workflows.set({ workflows: [], state: 'unsupported' }),
  },
  { name: 'training-schedules', path: '/training?tab=schedules', looks: all },
  { name: 'training-sets', path: '/training?tab=sets', looks: all },
  { name: 'training-set', path: '/training/set', looks: all, act: preview },
  { name: 'training-new', path: '/training/new', looks: all, act: plan },
  { name: 'training-new-schedule', path: '/training/new?schedule=1' },
  { name: 'training-workflow', path: whole, looks: all },
  { name: 'training-node', path: `${whole}&node=retrain-k7x2p-2`, looks: all },
  { name: 'training-tree', path: `${whole}&tab=tree` },
  {
    name: 'training-ranking',
    path: `${whole}&tab=ranking`,
    looks: all,
    prepare: (fake) =>
      fake.training.workflow.set({
        ...sampleWorkflow,
        workflow: { ...runningWorkflow, state: 'succeeded', endedAt: now },
      }),
    act: (page) => page.getByRole('table').waitFor(),
  },
];
