/** Coding without a network, over a restart of the app: all that was decided is sent once the network is back, and only once. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { inject } from './support/admin.ts';
import { inForce, readRecords } from './support/annotation-records.ts';
import { activities, csvOf } from './support/annotation-texts.ts';
import {
  countingKeys,
  highlight,
  makeCampaign,
  openCampaigns,
  placeHeading,
  shownItem,
  startCoding,
  untilNext,
  untilSent,
} from './support/annotation.ts';
import { openLaptop, type Laptop } from './support/laptop.ts';
import { startSandbox } from './support/processes.ts';
import { truthOf } from './support/storage.ts';

// Without the data there are twelve texts of our own.
const all = activities(50);
const part = Math.floor(all.length / 5);
const codes = new Map(all.map(({ text, code }) => [text, code]));

let folder: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let laptop: Laptop;

test.setTimeout(120_000);
test.beforeAll(async ({ browser }) => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
  sandbox = await startSandbox(path.join(folder, 'sandbox'));
  laptop = await openLaptop(browser, sandbox.facts, folder, 'alice');
});
test.afterAll(async () => {
  await laptop.close();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Codes so many items; ends when the next one shows, or the end of the batch. */
async function code(count: number): Promise<void> {
  const { page } = laptop;
  const keys = countingKeys(page);
  for (let done = 0; done < count; done += 1) {
    const item = await shownItem(page);
    await highlight(page, keys, codes.get(item.text) ?? '');
    await page.keyboard.press('Enter');
    await untilNext(page, item);
  }
}

/** Cuts the laptop off from every server. */
async function cutNetwork(): Promise<void> {
  for (const target of ['s3', 'onyxia', 'identity', 'kubernetes', 'vault'])
    await inject(sandbox.facts).fault({ target, cut: true });
}

test('forty items without a network, the app restarted between them: all are sent, exactly once', async () => {
  const { page, origin } = laptop;
  const main = page.getByRole('main');
  await openCampaigns(page, origin);
  await makeCampaign(page, {
    title: 'Without a network',
    file: { name: 'texts.csv', text: csvOf(all) },
    fields: { 'Items in a batch': String(all.length) },
  });
  await startCoding(page);
  await code(part);
  await untilSent(page, part);

  await test.step('the network goes: coding goes on, and the screen says what waits', async () => {
    await cutNetwork();
    await code(2 * part);
    await expect(main).toContainText(`${part} sent, ${2 * part} waiting`);
    await expect(main).toContainText('sent when the network is back', { timeout: 30_000 });
  });

  await test.step('the app starts again without a network: the batch is there, and nothing of it is lost', async () => {
    await laptop.stop();
    await laptop.start();
    await expect(placeHeading(page)).toHaveText(`Item ${3 * part + 1} of ${all.length}`);
    await expect(main).toContainText(
      /The server does not answer\. This is the batch as this laptop has it, as of .+: decisions are kept here and sent later\./,
    );
    await expect(main).toContainText(`${part} sent, ${2 * part} waiting`);
    await code(2 * part);
    await expect(main).toContainText(`${part} sent, ${4 * part} waiting`);
  });

  await test.step('the network is back, but the first answers are lost: each decision arrives once', async () => {
    const { clear, fault } = inject(sandbox.facts);
    await clear();
    await fault({ target: 's3', path: '/alice/campaigns/without-a-network/decisions/', cut: 0, count: 2 });
    await untilSent(page, 5 * part);
    await clear();
    const truth = truthOf(sandbox.facts);
    const records = await readRecords(truth, 'alice', 'campaigns/without-a-network/');
    const rows = await records.ask(`SELECT text_description AS text, code_final AS code FROM ${inForce}`);
    const [sums] = await records.ask(
      'SELECT count(*)::INT AS rows, count(DISTINCT task_id)::INT AS items FROM {decisions}',
    );
    records.close();
    truth.end();
    expect(sums).toEqual({ rows: 5 * part, items: 5 * part });
    for (const { text, code: given } of rows)
      expect.soft(given, String(text)).toBe(codes.get(String(text))?.replace('.', ''));
  });
});
