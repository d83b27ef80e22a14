import type { Path } from './json.ts';
import type { Atom, Patch, PatchEntry } from './patch.ts';

/** A deep link to the launcher: a chart, how to launch it, and the edits of its values. */
export type LaunchLink = {
  readonly catalogId: string;
  readonly chartName: string;
  readonly friendlyName?: string;
  readonly version?: string;
  readonly s3ProfileName?: string;
  readonly isShared?: boolean;
  readonly autoLaunch?: boolean;
  readonly patch: Patch;
};

const ownKeys = ['name', 'version', 's3', 'shared', 'autoLaunch'];

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Characters that Onyxia writes as they are in a name; all others are escaped for the URL. */
function encodeName(name: string): string {
  return encodeURIComponent(
    name.toWellFormed().replaceAll('\\', '\\\\').replaceAll('.', '\\.').replaceAll('[', '\\['),
  )
    .replaceAll('%5B', '[')
    .replaceAll('%5D', ']')
    .replaceAll('%2F', '/');
}

function formatPath(path: Path): string {
  const text = path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${encodeName(part)}`,
    )
    .join('');
  // Onyxia takes for a value only what has a dot, and forgives one at the end.
  const hasDot = path.filter((part) => typeof part === 'string').length > 1 || text.includes('.');
  return hasDot && path.at(-1) !== '' ? text : `${text}.`;
}

function formatValue(value: Atom | undefined): string {
  if (value === undefined) return '-';
  return typeof value === 'string' ? `«${encodeURIComponent(value.toWellFormed())}»` : String(value);
}

function parsePath(key: string): Path {
  const path: (string | number)[] = [];
  let name: string | undefined = '';
  const endName = (): void => {
    if (name !== undefined) path.push(name);
    name = undefined;
  };
  const token = /\\([\\.[])|\[(\d+)\]|(\.)|([\s\S])/gy;
  for (const [, escaped, index, dot, plain] of key.matchAll(token)) {
    if (index !== undefined) {
      endName();
      path.push(Number(index));
    } else if (dot !== undefined) {
      endName();
      name = '';
    } else name = (name ?? '') + (escaped ?? plain ?? '');
  }
  // A dot at the end only says that this is a path.
  if (name !== '') endName();
  return path;
}

/** The value in Onyxia's notation, undefined when it is none; the deletion is an entry without value. */
function parseEntry(key: string, raw: string): PatchEntry | undefined {
  const path = parsePath(key);
  if (path.length === 0) return undefined;
  if (raw === '-') return { path };
  if (raw === 'true' || raw === 'false') return { path, value: raw === 'true' };
  if (raw === 'null') return { path, value: null };
  const number = Number.parseFloat(raw);
  if (Number.isFinite(number)) return { path, value: number };
  const quoted = /^«([\s\S]*)»$/.exec(decode(raw));
  return quoted?.[1] === undefined ? undefined : { path, value: quoted[1] };
}

type LaunchOptions = Omit<LaunchLink, 'catalogId' | 'chartName'>;

function parseQuery(query: string): { options: LaunchOptions; ignored: readonly string[] } {
  const patch: PatchEntry[] = [];
  const ignored: string[] = [];
  const named = new Map<string, string>();
  for (const part of query.split('&').filter((piece) => piece !== '')) {
    const middle = part.indexOf('=');
    const key = decode(middle === -1 ? part : part.slice(0, middle));
    const raw = middle === -1 ? '' : part.slice(middle + 1);
    if (ownKeys.includes(key)) {
      named.set(key, decode(raw));
      continue;
    }
    const entry = key.startsWith('oidc-spa.') ? undefined : parseEntry(key, raw);
    if (entry === undefined) ignored.push(key);
    else patch.push(entry);
  }
  const text = (key: string): string | undefined => named.get(key) || undefined;
  const flag = (key: string): boolean | undefined =>
    ['true', 'false'].includes(named.get(key) ?? '') ? named.get(key) === 'true' : undefined;
  const [friendlyName, version, s3ProfileName] = [text('name'), text('version'), text('s3')];
  const [isShared, autoLaunch] = [flag('shared'), flag('autoLaunch')];
  const options = {
    ...(friendlyName !== undefined && { friendlyName }),
    ...(version !== undefined && { version }),
    ...(s3ProfileName !== undefined && { s3ProfileName }),
    ...(isShared !== undefined && { isShared }),
    ...(autoLaunch !== undefined && { autoLaunch }),
    patch,
  };
  return { options, ignored };
}

/**
 * Reads a launch link: a whole URL, or its path and query. Undefined when it leads elsewhere; `ignored` names
 * the parameters that mean nothing here. Source: Onyxia web, ui/pages/launcher/route.ts.
 */
export function parseLaunchLink(
  url: string,
): { readonly link: LaunchLink; readonly ignored: readonly string[] } | undefined {
  const [address = ''] = url.split('#');
  const start = address.indexOf('?');
  const place = start === -1 ? address : address.slice(0, start);
  const match = /(?:^|\/)launcher\/([^/]+)\/([^/]+)\/?$/.exec(place);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const { options, ignored } = parseQuery(start === -1 ? '' : address.slice(start + 1));
  return { link: { catalogId: decode(match[1]), chartName: decode(match[2]), ...options }, ignored };
}

/**
 * Writes a launch link as path and query, to be put after the address of an Onyxia instance. It holds the edits
 * in clear: leave out those of secrets before (`withoutSecrets`).
 */
export function formatLaunchLink(link: LaunchLink): string {
  const query = [
    ['name', link.friendlyName],
    ['version', link.version],
    ['s3', link.s3ProfileName],
    ['shared', link.isShared],
    ['autoLaunch', link.autoLaunch],
  ]
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value).toWellFormed())}`);
  const edits = link.patch.map(({ path, value }) => `${formatPath(path)}=${formatValue(value)}`);
  const parameters = [...query, ...edits].join('&');
  const place = `/launcher/${encodeURIComponent(link.catalogId.toWellFormed())}/${encodeURIComponent(link.chartName.toWellFormed())}`;
  return parameters === '' ? place : `${place}?${parameters}`;
}
