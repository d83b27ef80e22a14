// The files of the work folder, and nothing outside of it: neither by `..` nor by a link that leads out.
import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Larger files are not opened in the editor. */
export const largestText = 2 * 2 ** 20;
const mostEntries = 2000;
const deepest = 8;
const skipped = new Set(['.git', 'node_modules', '__pycache__', '.ipynb_checkpoints']);

/** A failure that a client is told: HTTP status and a word. */
export function failure(status, word) {
  return Object.assign(new Error(word), { status });
}

/** Access to the files below a root, given as a real path. */
export function createFiles(root) {
  /** The real place of a relative path; its parent must exist within the root. Throws 400, 403 or 404. */
  async function locate(relative) {
    if (relative === '' || relative.includes('\0') || path.isAbsolute(relative))
      throw failure(400, 'bad-path');
    const place = path.resolve(root, relative);
    if (!isWithin(place)) throw failure(403, 'outside');
    const parent = await realpath(path.dirname(place)).catch(() => undefined);
    if (parent === undefined) throw failure(404, 'not-found');
    if (parent !== root && !isWithin(parent)) throw failure(403, 'outside');
    const real = await realpath(place).catch(() => undefined);
    if (real !== undefined && !isWithin(real)) throw failure(403, 'outside');
    // A link that leads nowhere would be written through.
    if (real === undefined && (await lstat(place).catch(() => undefined)) !== undefined)
      throw failure(403, 'outside');
    return real ?? path.join(parent, path.basename(place));
  }

  function isWithin(place) {
    return place.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
  }

  async function tree() {
    let count = 0;
    async function list(folder, depth) {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      entries.sort(
        (left, right) =>
          Number(right.isDirectory()) - Number(left.isDirectory()) || left.name.localeCompare(right.name),
      );
      const found = [];
      for (const entry of entries) {
        if (skipped.has(entry.name) || count >= mostEntries) continue;
        const place = path.join(folder, entry.name);
        const relative = path.relative(root, place).split(path.sep).join('/');
        if (entry.isDirectory() && depth < deepest) {
          count += 1;
          found.push({
            name: entry.name,
            path: relative,
            folder: true,
            entries: await list(place, depth + 1),
          });
        } else if (entry.isFile()) {
          count += 1;
          found.push({ name: entry.name, path: relative, folder: false });
        }
      }
      return found;
    }
    const entries = await list(root, 0);
    return { entries, complete: count < mostEntries };
  }

  async function read(relative) {
    const place = await locate(relative);
    const found = await stat(place).catch(() => undefined);
    if (found === undefined) throw failure(404, 'not-found');
    if (!found.isFile()) throw failure(409, 'is-folder');
    if (found.size > largestText) throw failure(413, 'too-large');
    const content = await readFile(place);
    if (content.includes(0)) throw failure(415, 'not-text');
    return { content, tag: tagOf(content) };
  }

  /**
   * Writes a file whole. `match` is the tag of what the writer has seen, `isNew` says that there must be none yet; an
   * existing file without either is refused (428), a changed one too (412).
   */
  async function write(relative, content, { match, isNew }) {
    await makeParent(relative);
    const place = await locate(relative);
    const before = await readFile(place).catch((error) => {
      if (error.code === 'EISDIR') throw failure(409, 'is-folder');
      return undefined;
    });
    if (isNew && before !== undefined) throw failure(412, 'exists');
    if (!isNew && match === undefined) throw failure(428, 'match-required');
    if (match !== undefined && (before === undefined || tagOf(before) !== match))
      throw failure(412, 'changed');
    const mode = before === undefined ? 0o644 : (await stat(place)).mode & 0o777;
    // Written beside and renamed: a crash leaves the old file or the new one, never half of one.
    const part = `${place}.${randomBytes(4).toString('hex')}.part`;
    await writeFile(part, content, { mode, flush: true });
    await rename(part, place);
    return { tag: tagOf(content), created: before === undefined };
  }

  async function makeParent(relative) {
    const parts = path.posix.normalize(relative.replaceAll('\\', '/')).split('/').slice(0, -1);
    let folder = '';
    for (const part of parts) {
      folder = path.posix.join(folder, part);
      await mkdir(await locate(folder)).catch((error) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
  }

  async function remove(relative, match) {
    const { tag } = await read(relative);
    if (match === undefined) throw failure(428, 'match-required');
    if (match !== tag) throw failure(412, 'changed');
    await rm(await locate(relative));
  }

  return { locate, tree, read, write, remove };
}

/** A strong entity tag: the same content has the same one. */
export function tagOf(content) {
  return `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
}
