/** The cluster's state on disk: one JSON file, written whole to a part file, synced, then renamed over the old one. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { KubernetesObject } from './model.ts';
import { objectText } from './json-text.ts';
import { isFields } from './shape.ts';

interface SavedState {
  version: number;
  /** Whether the state was saved at an orderly stop: nothing newer was ever shown to a client. */
  complete: boolean;
  objects: KubernetesObject[];
}

const fileName = 'cluster.json';

/** Reads the state kept in a folder; undefined when there is none. Throws when the file is damaged: it is never overwritten silently. */
export function readSnapshot(folder: string): SavedState | undefined {
  let text: string;
  try {
    text = readFileSync(path.join(folder, fileName), 'utf8');
  } catch {
    return undefined;
  }
  const state: unknown = JSON.parse(text);
  if (!isFields(state) || typeof state['version'] !== 'number' || !Array.isArray(state['objects'])) {
    throw new Error(`${path.join(folder, fileName)} does not hold the state of a cluster`);
  }
  return {
    version: state['version'],
    complete: state['complete'] === true,
    objects: state['objects'].filter(isObject),
  };
}

function isObject(value: unknown): value is KubernetesObject {
  return isFields(value) && typeof value['kind'] === 'string' && isFields(value['metadata']);
}

/** Writes the state (mode 0600: it holds secrets) so that a crash at any moment leaves either the old or the new one. */
export function writeSnapshot(
  folder: string,
  { version, complete, objects }: { version: number; complete: boolean; objects: Iterable<KubernetesObject> },
): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const target = path.join(folder, fileName);
  const part = openSync(`${target}.part`, 'w', 0o600);
  try {
    writeSync(part, `{"version":${version},"complete":${complete},"objects":[\n`);
    let first = true;
    for (const object of objects) {
      writeSync(part, `${first ? '' : ',\n'}${objectText(object)}`);
      first = false;
    }
    writeSync(part, '\n]}\n');
    fsyncSync(part);
  } finally {
    closeSync(part);
  }
  renameSync(`${target}.part`, target);
}

/** A writer that saves some time after the last change, and never spends more than a twentieth of the time on it. */
export function createSnapshotWriter(save: () => void): { changed(): void; flush(): void } {
  let timer: NodeJS.Timeout | undefined;
  let pause = 200;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const start = performance.now();
    save();
    pause = Math.max(200, (performance.now() - start) * 20);
  };
  const flushLater = () => {
    try {
      flush();
    } catch (error) {
      // A full disk must not end the sandbox: what is in memory is tried again.
      process.emitWarning(`The state of the cluster could not be saved: ${String(error)}`);
      timer = setTimeout(flushLater, 5000);
    }
  };
  return {
    changed: () => {
      timer ??= setTimeout(flushLater, pause);
    },
    flush,
  };
}
