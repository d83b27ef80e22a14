/** Links that open a launch form: `sardonyx://launcher/<catalog>/<chart>?...`, in the grammar of Onyxia's own links. */
import { formatLaunchLink, parseLaunchLink } from '../../shared/launch-form/launch-link.ts';
import { appOrigin, linkScheme } from './names.ts';

const longest = 16_000;

/**
 * The route of the app that a link means, undefined when it is none of ours. Any web page can name such a link, so it
 * only ever opens the form: that it should be launched at once is dropped.
 */
export function routeOf(link: string): string | undefined {
  if (link.length > longest || !link.toLowerCase().startsWith(`${linkScheme}://launcher/`)) return undefined;
  const parsed = parseLaunchLink(link);
  if (!parsed) return undefined;
  const { autoLaunch: _dropped, ...kept } = parsed.link;
  return formatLaunchLink(kept);
}

/** The link among the arguments of a start, where Windows and Linux put it. */
export function linkIn(parameters: readonly string[]): string | undefined {
  return parameters.find((parameter) => routeOf(parameter) !== undefined);
}

/** The address of the app's page at a route; routes live behind the `#`. */
export function pageAddress(route: string): string {
  return `${appOrigin}/index.html#${route}`;
}

export interface LinkQueue {
  /** Takes a link; what is none of ours is dropped. */
  add(link: string): void;
  /** Sets who shows routes; gets the one that waits, if any: only the last is of interest. */
  show(listener: (route: string) => void): void;
}

/** Keeps a link that comes before there is a window: macOS tells of it before the app is ready. */
export function createLinkQueue(): LinkQueue {
  let waiting: string | undefined;
  let listener: ((route: string) => void) | undefined;
  return {
    add: (link) => {
      const route = routeOf(link);
      if (route === undefined) return;
      if (listener) listener(route);
      else waiting = route;
    },
    show: (next) => {
      listener = next;
      if (waiting !== undefined) next(waiting);
      waiting = undefined;
    },
  };
}
