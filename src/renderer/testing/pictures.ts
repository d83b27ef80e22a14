/** Draws every screen in a few states to PNG files below the system's folder for temporary files, to be looked at. */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from './browser.ts';
import { screens } from './screens.ts';
import { visit } from './visit.ts';

const [build, only = ''] = process.argv.slice(2);
if (!build) throw new Error('usage: node pictures.ts BUILD_FOLDER [PART_OF_A_NAME]');
const folder = join(tmpdir(), 'sardonyx-pictures');
await mkdir(folder, { recursive: true });
const browser = await startBrowser();
try {
  for (const screen of screens.filter((one) => one.name.includes(only))) {
    for (const look of screen.looks ?? [{ scheme: 'light', language: 'en' }]) {
      await using visited = await visit(browser, build, screen, look);
      const name = [screen.name, look.scheme, look.language, look.zoomed ? 'zoomed' : '']
        .filter(Boolean)
        .join('-');
      await visited.page.screenshot({ path: join(folder, `${name}.png`) });
      console.log([join(folder, `${name}.png`), ...visited.errors].join('\n  '));
    }
  }
} finally {
  await browser.close();
}
