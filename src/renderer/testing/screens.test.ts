import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import { screens, type Look } from './screens.ts';
import { visit } from './visit.ts';

let browser: Browser;
let built: Awaited<ReturnType<typeof buildRenderer>>;

beforeAll(async () => {
  [built, browser] = await Promise.all([buildRenderer(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await built[Symbol.asyncDispose]();
});

// Every screen once, the main ones in all their looks: colours and words come from the same tokens everywhere.
const plain: Look = { scheme: 'light', language: 'en' };
// Many screens of a capability differ by one dialog or one line: of these the suite visits those with parts that no
// other shows. SARDONYX_ALL_SCREENS=1 visits all of them.
const inFamily =
  /^(storage|preview|query|transfers|secrets|campaigns?|nomenclatures|coding|quality|adjudication|exchange|training|models?|runs?|serving)(-|$)/;
const representative = new Set(
  [
    'storage storage-buckets storage-no-profiles storage-failed storage-selected storage-details-change',
    'storage-object-versions storage-edit-conflict storage-path storage-delete-asks storage-share storage-publish',
    'storage-snippets storage-profile transfers transfers-conflict transfers-sync transfers-picker transfers-orphans',
    'preview-parquet preview-csv preview-pdf preview-notebook preview-archive preview-broken query-failed query-result',
    'query-chart query-export secrets-list secrets-detail secrets-edit secrets-conflict secrets-versions secrets-launch',
    'secrets-destroy secrets-broken',
    'campaigns-detail campaigns-empty campaign-new-source campaign-new-source-broken campaign-new-stratified campaign',
    'campaign-change-people nomenclatures-code nomenclatures-search nomenclatures-import nomenclatures-share',
    'coding-blind coding-assisted coding-reveal coding-tree coding-recoding-many coding-unsaved coding-conflict coding-menu',
    'coding-keys coding-end coding-source quality quality-people quality-empty adjudication adjudication-settled',
    'exchange-made exchange-import',
    'training training-schedules training-set training-new training-workflow training-node training-tree training-ranking',
    'models models-failed models-pins models-server model model-files model-alias runs runs-fault runs-columns run runs-compare',
    'model-try model-try-profile model-try-batch serving-detail serving-change serving-try serving-compare',
  ].flatMap((names) => names.split(' ')),
);
const isVisited = ({ name }: { readonly name: string }) =>
  process.env.SARDONYX_ALL_SCREENS !== undefined || !inFamily.test(name) || representative.has(name);
const visits = screens.filter(isVisited).flatMap((screen) => {
  const looks = /^(home|catalog|services-detail|launch)$/.test(screen.name)
    ? (screen.looks ?? [plain])
    : [plain];
  return looks.map((look) => ({
    screen,
    look,
    called: [screen.name, look.scheme, look.language, look.zoomed ? 'at 200 %' : ''].join(' '),
  }));
});

describe('every screen is accessible, breaks no policy, and does not scroll sideways', () => {
  test.each(visits)('$called', async ({ screen, look }) => {
    await using visited = await visit(browser, built.folder, screen, look);
    const { page, errors } = visited;
    // Monaco's own inner structure is not ours to judge; what it shows is judged by its label.
    const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze();
    expect(
      violations.map(({ id, nodes }) => [
        id,
        ...nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
      ]),
    ).toEqual([]);
    expect(errors).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
  });
});
