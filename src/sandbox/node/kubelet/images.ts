/** The images that this node has: each name stands for a program of this machine. Every other image cannot be pulled. */
import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

export interface Image {
  /** What runs when the container gives no command of its own. */
  readonly entrypoint: readonly string[];
  readonly id: string;
}

export interface ImageSource {
  /** The image, or in `failure` the words with which the pull fails. */
  find(name: string): { image: Image } | { failure: string };
}

/**
 * Images over the programs of a folder; `sandbox/jupyter:1` is there only where `jupyter` is on the given PATH.
 * `sandbox/program:1` has no program of its own: it runs the container's command, or its arguments by a shell.
 */
export function createImages(programsFolder: string, searchPath: string): ImageSource {
  const script = (name: string) => [process.execPath, path.join(programsFolder, `${name}.mjs`)];
  const images: Record<string, () => readonly string[] | string> = {
    'sandbox/workspace:1': () => script('workspace'),
    'sandbox/crash:1': () => script('crash'),
    'sandbox/hungry:1': () => script('hungry'),
    'sandbox/slow:1': () => script('slow'),
    'sandbox/program:1': () => ['/bin/sh'],
    'sandbox/fasttext:1': () => script('train'),
    'sandbox/coding-api:1': () => [...script('coding-api'), '1'],
    'sandbox/coding-api:2': () => [...script('coding-api'), '2'],
    'sandbox/jupyter:1': () => {
      const program = findProgram('jupyter', searchPath);
      return program === undefined
        ? 'the program jupyter is not installed on this machine'
        : [...script('jupyter'), program];
    },
  };
  return {
    find(name) {
      const entry = Object.hasOwn(images, name) ? images[name]?.() : undefined;
      if (Array.isArray(entry))
        return {
          image: { entrypoint: entry, id: `sha256:${createHash('sha256').update(name).digest('hex')}` },
        };
      return { failure: pullFailure(name, typeof entry === 'string' ? entry : undefined) };
    },
  };
}

/** The full name of an image with registry and tag, as the container runtime writes it. */
export function fullImageName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const withRegistry = hasRegistry
    ? name
    : rest.length > 0
      ? `docker.io/${name}`
      : `docker.io/library/${name}`;
  return /[:@][^/]*$/.test(withRegistry) ? withRegistry : `${withRegistry}:latest`;
}

/** The words of a node without a way to any registry, or with the given cause. */
function pullFailure(name: string, cause: string | undefined): string {
  const full = fullImageName(name);
  const [registry = '', repository = '', tag = 'latest'] =
    /^([^/]+)\/(.+?)(?:[:@]([^/]+))?$/.exec(full)?.slice(1) ?? [];
  const nameserver = '10.255.255.53:53';
  const request = `failed to do request: Head "https://${registry}/v2/${repository}/manifests/${tag}": dial tcp: lookup ${registry} on ${nameserver}: dial udp ${nameserver}: connect: network is unreachable`;
  return `failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${cause ?? request}`;
}

/** The absolute path of a program on a PATH; undefined when it is not there. On Windows the usual endings are tried. */
export function findProgram(name: string, searchPath: string): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  const candidates = path.isAbsolute(name)
    ? [name]
    : searchPath
        .split(path.delimiter)
        .filter(Boolean)
        .map((folder) => path.join(folder, name));
  return candidates.flatMap((candidate) => endings.map((ending) => candidate + ending)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
