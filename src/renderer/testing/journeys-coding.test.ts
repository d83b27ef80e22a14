import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CampaignFile } from '../../shared/contract/annotation/campaigns.ts';
import type { DecisionInput } from '../../shared/contract/annotation/coding.ts';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import type { FakeCore } from './fake-core.ts';
import { codingPath, expectedCode, recoding, sampleWork } from './sample-coding.ts';
import { visit, type Visit } from './visit.ts';

let browser: Browser;
let built: Awaited<ReturnType<typeof buildRenderer>>;
beforeAll(async () => {
  [built, browser] = await Promise.all([buildRenderer(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await built[Symbol.asyncDispose]();
});

const assisted: Partial<CampaignFile> = { mode: 'assisted', purpose: 'training' };
const go = (change: Partial<CampaignFile>, prepare?: (fake: FakeCore) => void): Promise<Visit> =>
  visit(
    browser,
    built.folder,
    {
      name: 'journey',
      path: codingPath,
      prepare: (fake) => {
        fake.coding.works = [sampleWork(change, 'single-0007'), sampleWork(change, 'single-0008')];
        prepare?.(fake);
      },
    },
    { scheme: 'light', language: 'en' },
  );
const patience = { timeout: 15_000 };
const box = (page: Page) => page.getByRole('combobox', { name: 'Type words or a code' });
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor(patience);
const onItem = (page: Page, place: number) => heading(page, `Item ${place} of 30`);
const highlighted = (page: Page) =>
  page.getByRole('option', { selected: true }).locator('code').textContent();
const waitHighlighted = (page: Page, code: string) =>
  expect.poll(() => highlighted(page).catch(() => ''), patience).toBe(code);
const decisions = ({ fake }: Visit) =>
  fake.state.calls
    .filter(({ name }) => name === 'annotation.decide')
    .map(({ input }) => input as { item: string; decision: DecisionInput });
const codesOf = (visited: Visit) => decisions(visited).map(({ decision }) => decision.codeFinal);

/** Presses keys and counts them. */
function counting(page: Page) {
  let count = 0;
  return {
    count: () => count,
    async press(key: string) {
      count += 1;
      await page.keyboard.press(key);
    },
    async type(text: string) {
      count += text.length;
      await page.keyboard.type(text);
    },
  };
}

describe('thirty items by keyboard', () => {
  test('assisted: one key an item where the first suggestion is right, two where it is another', async () => {
    await using visited = await go(assisted);
    const { page } = visited;
    const keys = counting(page);
    for (let index = 0; index < 30; index += 1) {
      await onItem(page, index + 1);
      await page.getByRole('option').nth(4).waitFor();
      if (index % 5 === 4) await keys.press('2');
      await keys.press('Enter');
    }
    await heading(page, 'End of the batch');
    expect(codesOf(visited)).toEqual(Array.from({ length: 30 }, (_, index) => expectedCode(index)));
    expect(keys.count()).toBe(36);
    expect(decisions(visited)[4]?.decision).toMatchObject({ source: 'suggestion', suggestionRank: 2 });
    await page.keyboard.press('Enter');
    await onItem(page, 1);
    await page.getByText('batch single-0008').waitFor();
  });

  test('blind: nothing of the model is there, a code takes five keys and Enter', async () => {
    await using visited = await go({ mode: 'blind' });
    const { page } = visited;
    const keys = counting(page);
    for (let index = 0; index < 30; index += 1) {
      await onItem(page, index + 1);
      expect(await page.getByRole('option').count()).toBe(0);
      const code = expectedCode(index).replace('.', '');
      // A class with one sub-class needs no letter.
      await keys.type(code.endsWith('Z') ? code.slice(0, 4) : code);
      await keys.press('Enter');
    }
    await heading(page, 'End of the batch');
    expect(codesOf(visited)).toEqual(Array.from({ length: 30 }, (_, index) => expectedCode(index)));
    expect(keys.count() / 30).toBeLessThanOrEqual(6);
    expect(decisions(visited)[0]?.decision).toMatchObject({ source: 'typed' });
    expect(visited.fake.state.calls.some(({ name }) => name === 'annotation.suggestions')).toBe(false);
  });

  test('reveal: the first code comes before the suggestions, both are kept apart', async () => {
    await using visited = await go({ mode: 'reveal' });
    const { page } = visited;
    for (let index = 0; index < 30; index += 1) {
      await onItem(page, index + 1);
      expect(await page.getByRole('option').count()).toBe(0);
      await page.keyboard.type('9609');
      await waitHighlighted(page, '96.09Z');
      await page.keyboard.press('Enter');
      await page.getByRole('option').nth(5).waitFor();
      await waitHighlighted(page, '96.09Z');
      if (index % 2 === 0) await page.keyboard.press('1');
      await page.keyboard.press('Enter');
    }
    await heading(page, 'End of the batch');
    const made = decisions(visited);
    expect(made).toHaveLength(30);
    expect(made[0]?.decision).toMatchObject({ source: 'suggestion', suggestionRank: 1, codeFinal: '96.02A' });
    expect(made[1]?.decision).toMatchObject({ source: 'first', codeFinal: '96.09Z' });
  });

  test('recoding: the candidates of the known code are chosen by a digit, none of these leads to the search', async () => {
    await using visited = await go({ ...recoding, mode: 'blind' });
    const { page } = visited;
    await onItem(page, 1);
    await waitHighlighted(page, '96.21Y');
    await page.keyboard.press('Enter');
    for (const place of [2, 3, 4]) {
      await onItem(page, place);
      await page.getByRole('option').nth(1).waitFor();
      await page.keyboard.press('Enter');
    }
    await onItem(page, 5);
    await page.getByText('Steam baths').waitFor();
    await page.keyboard.press('2');
    await waitHighlighted(page, '96.23Y');
    await page.keyboard.press('Enter');
    await onItem(page, 6);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    await page.keyboard.type('sauna');
    await waitHighlighted(page, '96.23Y');
    await page.keyboard.press('Enter');
    await onItem(page, 7);
    expect(decisions(visited).map(({ decision }) => decision.source)).toEqual([
      ...Array.from({ length: 5 }, () => 'mapping'),
      'search',
    ]);
    expect(codesOf(visited).slice(4)).toEqual(['96.23Y', '96.23Y']);
  });
});

describe('nothing is lost', () => {
  test('undo goes back item by item, across the end of the batch and into the one before', async () => {
    await using visited = await go(assisted, (fake) => {
      fake.coding.works = [sampleWork(assisted, 'single-0007', 2), sampleWork(assisted, 'single-0008', 2)];
    });
    const { page } = visited;
    for (const place of [1, 2]) {
      await heading(page, `Item ${place} of 2`);
      await page.getByRole('option').nth(4).waitFor();
      await page.keyboard.press(place === 1 ? 'Alt+s' : 'Enter');
    }
    await heading(page, 'End of the batch');
    await page.keyboard.press('Control+z');
    await heading(page, 'Item 2 of 2');
    await page.keyboard.press('Enter');
    await heading(page, 'End of the batch');
    await page.keyboard.press('Enter');
    await page.getByText('batch single-0008').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('batch single-0007').waitFor();
    await heading(page, 'Item 2 of 2');
    await page.keyboard.press('Control+z');
    await heading(page, 'Item 1 of 2');
    await page.getByText('Taken back').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('Nothing is left to take back').waitFor();
  });

  test('what is typed while the disk is slow goes to the next item, and Enter is not for an item that was not seen', async () => {
    await using visited = await go(assisted);
    const { page, fake } = visited;
    await onItem(page, 1);
    await page.getByRole('option').nth(4).waitFor();
    let finish = () => {};
    fake.coding.disk = new Promise((resolve) => (finish = resolve));
    await page.keyboard.press('Enter');
    await page.keyboard.type('coif');
    await page.keyboard.press('Enter');
    await page.getByText('Typed for the next item: coif').waitFor();
    await onItem(page, 1);
    expect(await box(page).inputValue()).toBe('');
    finish();
    await onItem(page, 2);
    await expect.poll(() => box(page).inputValue(), patience).toBe('coif');
    await waitHighlighted(page, '96.02A');
    expect(decisions(visited)).toHaveLength(1);
  });

  test('on a full disk the item stays with the reason, and Enter tries again', async () => {
    await using visited = await go(assisted, (fake) =>
      fake.state.failing.set('annotation.decide', {
        code: 'no-space',
        message: 'ENOSPC',
        reason: 'disk-full',
      }),
    );
    const { page, fake } = visited;
    await onItem(page, 1);
    await page.getByRole('option').nth(4).waitFor();
    await page.keyboard.press('Alt+f');
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    await page.getByText('The item stays until it is saved').waitFor();
    await onItem(page, 1);
    await waitHighlighted(page, '47.75Z');
    fake.state.failing.clear();
    await page.keyboard.press('Enter');
    await onItem(page, 2);
    expect(decisions(visited).at(-1)?.decision).toMatchObject({ codeFinal: '47.75Z', flagged: true });
  });

  test('a comment, a flag and a difficulty are there again after the page was left, and after a crash', async () => {
    await using visited = await go(assisted);
    const { page } = visited;
    await onItem(page, 1);
    await page.keyboard.press('Alt+c');
    await page.keyboard.type('half a thought');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+f');
    await page.keyboard.press('Alt+ArrowUp');
    const isThere = async () => {
      await onItem(page, 1);
      expect(await page.getByLabel('Comment').inputValue()).toBe('half a thought');
      await page.getByRole('button', { name: /^Flagged/ }).waitFor(patience);
      await page.getByText('Difficulty 1 of 5').waitFor(patience);
    };
    await page.goto(`${page.url().split('#')[0]}#/annotation`);
    await heading(page, 'Annotation');
    await page.goBack();
    await isThere();
    await page.reload();
    await isThere();
    await page.getByRole('option').nth(4).waitFor();
    await page.keyboard.press('Enter');
    await onItem(page, 2);
    expect(await page.getByLabel('Comment').inputValue()).toBe('');
    expect(decisions(visited)[0]?.decision).toMatchObject({
      comment: 'half a thought',
      flagged: true,
      difficulty: 1,
    });
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('half a thought');
  });

  test('what waits is sent at once, and the batch given back, by keyboard', async () => {
    await using visited = await go(assisted);
    const { page, fake } = visited;
    const asked = (name: string) => fake.state.calls.filter((call) => call.name === `annotation.${name}`);
    await onItem(page, 1);
    const open = async () => {
      await page.getByRole('button', { name: 'Batch', exact: true }).focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator(':focus').textContent(), patience).toBe('Send now');
    };
    await open();
    await page.keyboard.press('Enter');
    await expect.poll(() => asked('sendNow').length, patience).toBe(1);
    await expect
      .poll(() => box(page).evaluate((element) => element === document.activeElement), patience)
      .toBe(true);
    await open();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => asked('releaseBatch')[0]?.input, patience)
      .toMatchObject({ batch: 'single-0007' });
    await page.waitForURL(/#\/annotation\/campaign/);
    expect(decisions(visited)).toHaveLength(0);
  });

  test('a conflict between two laptops is settled by keyboard', async () => {
    await using visited = await go(assisted, (fake) => {
      const work = sampleWork(assisted, 'single-0007');
      const item = work.items[0]?.id ?? '';
      const decision = (id: string, codeFinal: string) => ({
        id,
        item,
        batch: work.batch,
        annotator: 'alice',
        round: 1,
        mode: 'assisted' as const,
        status: 'done' as const,
        codeFinal,
        levelReached: 5,
        searchUsed: false,
        flagged: false,
        comment: '',
        leadTime: 1,
        decidedAt: 0,
        guidelineVersion: 1,
        machine: id,
        replaces: [],
        withdrawn: false,
      });
      fake.coding.works = [{ ...work, conflicts: [item] }];
      fake.coding.sending.set({
        ...fake.coding.sending.get(),
        conflicts: [
          { item, text: 'coiffure', decisions: [decision('one', '96.02A'), decision('two', '96.02B')] },
        ],
      });
    });
    const { page, fake } = visited;
    await onItem(page, 2);
    await page.getByText('decided differently on two laptops').waitFor();
    await page.keyboard.press('Alt+k');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('button', { name: 'Keep this one' }).nth(1).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(fake.state.calls.find(({ name }) => name === 'annotation.settleConflict')?.input).toMatchObject({
      keep: 'two',
    });
    expect(await box(page).evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe('keys', () => {
  /** A key as a French keyboard sends it. */
  const azerty = (page: Page, key: string, code: string) =>
    page.evaluate(
      ([pressed, physical]) => {
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', {
            key: pressed ?? '',
            code: physical ?? '',
            bubbles: true,
            cancelable: true,
          }),
        );
      },
      [key, code],
    );

  test('digit keys of AZERTY are digits without Shift, their letters are letters in a word', async () => {
    await using visited = await go({ mode: 'blind' });
    const { page } = visited;
    await onItem(page, 1);
    for (const [key, code] of [
      ['ç', 'Digit9'],
      ['-', 'Digit6'],
      ['à', 'Digit0'],
      ['é', 'Digit2'],
      ['a', 'KeyQ'],
    ] as const)
      await azerty(page, key, code);
    await expect.poll(() => box(page).inputValue(), patience).toBe('9602a');
    await waitHighlighted(page, '96.02A');
    await page.keyboard.press('Escape');
    await azerty(page, 'é', 'Digit2');
    await azerty(page, 'p', 'KeyP');
    await expect.poll(() => box(page).inputValue(), patience).toBe('ép');
  });

  test('letters search wherever the focus is, a comment keeps its own, arrows climb and descend', async () => {
    await using visited = await go({ mode: 'blind' });
    const { page } = visited;
    await onItem(page, 1);
    await page.getByRole('button', { name: /unclassifiable/ }).focus();
    await page.keyboard.type('pain');
    await expect.poll(() => box(page).inputValue(), patience).toBe('pain');
    await page.keyboard.press('Alt+c');
    await page.keyboard.type('9 jk? g');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Comment').inputValue()).toBe('9 jk? g');
    await page.keyboard.press('Escape');
    await page.keyboard.type('coiffure');
    await waitHighlighted(page, '96.02A');
    await page.keyboard.press('ArrowLeft');
    await waitHighlighted(page, '96.02');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await waitHighlighted(page, '96.09Z');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Enter');
    await onItem(page, 2);
    expect(decisions(visited)[0]?.decision).toMatchObject({
      codeFinal: '96.09Z',
      source: 'tree',
      comment: '9 jk? g',
      difficulty: 2,
    });
  });

  test('a link in a note jumps to its code, and the search box has the focus again', async () => {
    await using visited = await go({ mode: 'blind' });
    const { page } = visited;
    await onItem(page, 1);
    await page.keyboard.type('9602A');
    await page.getByRole('button', { name: '47.75' }).click();
    await waitHighlighted(page, '47.75');
    expect(await box(page).evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('a key is changed on the sheet, and a taken one is refused', async () => {
    await using visited = await go(assisted);
    const { page, fake } = visited;
    await onItem(page, 1);
    await page.keyboard.press('Alt+h');
    const change = page.getByRole('button', { name: 'Change: skip', exact: true });
    await change.click();
    await page.keyboard.press('Alt+d');
    await page.getByRole('dialog').getByRole('status').filter({ hasText: 'delegate' }).waitFor();
    await page.keyboard.press('F4');
    await expect.poll(() => fake.state.settings.get().keys, patience).toEqual({ 'coding.skip': 'f4' });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('F4');
    await onItem(page, 2);
    expect(decisions(visited)[0]?.decision.status).toBe('skipped');
  });
});
