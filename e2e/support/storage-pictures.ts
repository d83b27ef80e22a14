/** Screens of the storage for the documentation's pictures. */
import { expect, type Page } from '@playwright/test';

const log = 'journaux/date=2026-11-17/part-0.parquet';
const day = encodeURIComponent(log.replace(/[^/]+$/, ''));

const byDay = `SELECT date, count(*) AS requests, round(avg(CAST(confidence_index >= 0.5 AS INT)), 3) AS coded
FROM 's3://alice/journaux/*/*.parquet'
GROUP BY date ORDER BY date`;

/** By the name of their picture; no words, so that any language will do. */
export const storagePictures: Readonly<Record<string, (page: Page, origin: string) => Promise<void>>> = {
  storage: async (page, origin) => {
    await page.goto(`${origin}/#/storage?profile=platform%3Adefault&bucket=alice`);
    await expect(page.locator('[role=grid] [data-index="5"]')).toBeVisible();
  },
  parquet: async (page, origin) => {
    await page.goto(
      `${origin}/#/storage?profile=platform%3Adefault&bucket=alice&prefix=${day}&object=${encodeURIComponent(log)}`,
    );
    await expect(page.locator('aside [role=grid] [role=gridcell]').nth(20)).toBeVisible();
  },
  sql: async (page, origin) => {
    await page.goto(
      `${origin}/#/storage/query?profile=platform%3Adefault&bucket=alice&sql=${encodeURIComponent(byDay)}`,
    );
    await expect(page.locator('main .view-line').first()).toContainText('SELECT');
    await page.locator('main .view-line').first().click();
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('main [role=grid] [role=gridcell]').nth(6)).toBeVisible({ timeout: 20_000 });
  },
};
