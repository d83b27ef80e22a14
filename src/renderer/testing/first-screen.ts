/** How much JavaScript the first screen loads. */
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { screens } from './screens.ts';
import { visit } from './visit.ts';

/** The scripts that one screen asked for, each with its size as gzip in bytes. */
export async function scriptsOf(
  browser: Browser,
  build: string,
  name: string,
): Promise<{ readonly path: string; readonly gzip: number }[]> {
  const screen = screens.find((one) => one.name === name);
  if (!screen) throw new Error(`There is no screen called ${name}`);
  await using visited = await visit(browser, build, screen, { scheme: 'light', language: 'fr' });
  const addresses = await visited.page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map((entry) => entry.name)
      .filter((address) => address.endsWith('.js')),
  );
  return await Promise.all(
    addresses.map(async (address) => ({
      path: new URL(address).pathname,
      gzip: gzipSync(Buffer.from(await (await visited.page.request.get(address)).body()), { level: 9 })
        .length,
    })),
  );
}
