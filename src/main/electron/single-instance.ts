/** One app a folder: a second start shows the first window and hands over its link. */
import { app } from 'electron';
import { linkIn, type LinkQueue } from './deep-links.ts';
import { linkScheme } from './names.ts';

/**
 * Takes the system's lock, which belongs to the folder of Chromium's own data; false when another process has it,
 * which was told of this start then.
 * @param onSecond shows the window.
 */
export function takeInstance(links: LinkQueue, onSecond: () => void): boolean {
  // macOS tells of links by an event, even before the app is ready.
  app.on('open-url', (event, link) => {
    event.preventDefault();
    links.add(link);
  });
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_, parameters) => {
    onSecond();
    const link = linkIn(parameters);
    if (link !== undefined) links.add(link);
  });
  const link = linkIn(process.argv);
  if (link !== undefined) links.add(link);
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  return true;
}
