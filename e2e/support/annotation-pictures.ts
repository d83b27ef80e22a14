/** Screens of the annotation for the documentation's pictures: the sample campaign of the sandbox. */
import { expect, type Page } from '@playwright/test';

const campaign = 'profile=platform%3Adefault&bucket=projet-nace&prefix=campaigns%2Fessai-naf-2008%2F';

/** By the name of their picture; no words, so that any language will do. */
export const annotationPictures: Readonly<Record<string, (page: Page, origin: string) => Promise<void>>> = {
  campaigns: async (page, origin) => {
    await page.goto(`${origin}/#/annotation`);
    await page.locator('main tbody tr').first().click();
    await expect(page.locator('aside, [role=complementary]').first()).toBeVisible();
  },
  coding: async (page, origin) => {
    await page.goto(`${origin}/#/annotation/coding?${campaign}`);
    await expect(page.locator('main input').first()).toBeFocused();
    await page.keyboard.type('coiffure');
    await expect(page.locator('main mark').first()).toBeVisible();
  },
  campaign: async (page, origin) => {
    await page.goto(`${origin}/#/annotation/campaign?${campaign}`);
    await expect(page.locator('main h1')).toBeVisible();
  },
  quality: async (page, origin) => {
    await page.goto(`${origin}/#/annotation/campaign?${campaign}&tab=quality`);
    await expect(page.locator('main h2').first()).toBeVisible();
  },
  nomenclature: async (page, origin) => {
    await page.goto(`${origin}/#/annotation/nomenclatures?id=naf-rev2&code=96.02A`);
    await expect(page.locator('main [role=treeitem]').first()).toBeVisible();
  },
};
