/** A person without a mouse. */
import { expect, type Locator, type Page } from '@playwright/test';

const most = 80;

/** Presses Tab until something has the focus; fails when it cannot be reached so. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(wanted).toBeVisible();
  const has = () => wanted.evaluate((element) => element === element.ownerDocument.activeElement);
  for (let presses = 0; !(await has()); presses += 1) {
    if (presses === most) throw new Error(`${String(wanted)} cannot be reached by ${key}`);
    await page.keyboard.press(key);
  }
}

/** Goes there by Tab and presses Enter. */
export async function activate(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Enter');
}

/** Two keys, one after the other, with nothing in focus that takes letters. */
export async function sequence(page: Page, first: string, second: string): Promise<void> {
  await page.keyboard.press(first);
  await page.keyboard.press(second);
}
