/** Waiting until a page has loaded what it loads on demand. */
import type { Page, Request } from 'playwright-core';

/** Milliseconds without a request after which nothing more is expected; Playwright's own `networkidle` takes 500. */
const quietFor = 80;
const longest = 4_000;

/** Counts the requests of a page; the result waits until there were none for a moment, at most four seconds. */
export function watchNetwork(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  let changed = () => {};
  const begin = (request: Request) => {
    if (request.resourceType() !== 'websocket') open.add(request);
    changed();
  };
  const end = (request: Request) => {
    open.delete(request);
    changed();
  };
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end);
  return () =>
    new Promise((resolve) => {
      let quiet: NodeJS.Timeout | undefined;
      const done = () => {
        changed = () => {};
        clearTimeout(quiet);
        clearTimeout(late);
        resolve();
      };
      const late = setTimeout(done, longest);
      changed = () => {
        clearTimeout(quiet);
        if (open.size === 0) quiet = setTimeout(done, quietFor);
      };
      changed();
    });
}
