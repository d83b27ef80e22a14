/** A folder in which copies of objects have their names, so that DuckDB sees the layout of the bucket. */
import { copyFile, link, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { diskFailure } from './query-failures.ts';
import { sqlText } from './sql-text.ts';

/** Signs that mean something to DuckDB's glob or that a file system forbids; they move to Unicode's private use area, and back. */
const awkward = /[*?[\]{}\\:<>|"\u0001-\u001F\u007F]/g;
const privateUse = 0xf000;
const emptyLevel = String.fromCharCode(privateUse);
const moved = (sign: string) => String.fromCharCode(privateUse + sign.charCodeAt(0));
const originals = `${[...'*?[]{}\\:<>|".'].join('')}${Array.from({ length: 31 }, (_, code) => String.fromCharCode(code + 1)).join('')}\u007F`;
const movedSigns = [...originals].map(moved).join('');

/** A level of a key as a file may be called. */
export function fileName(level: string): string {
  if (level === '') return emptyLevel;
  if (level === '.' || level === '..') return [...level].map(moved).join('');
  return level.replace(awkward, moved);
}

export interface Mirror {
  /** The path at which an object stands, as SQL writes it; it stands there once something was put. */
  pathOf(object: { bucket: string; key: string }): string;
  /** Puts a file in an object's place (a second name of the same bytes); what stood there goes. */
  put(object: { bucket: string; key: string }, file: string): Promise<void>;
  /** Puts something that no reader takes for data. */
  putNothing(object: { bucket: string; key: string }): Promise<void>;
  /** Puts a copy with other contents, written by the caller at the path it is given. */
  putOwn(object: { bucket: string; key: string }, write: (file: string) => Promise<void>): Promise<void>;
  /** SQL that gives the object's address for an expression that gives a path. */
  addressSql(expression: string): string;
  /** Replaces paths in a text by addresses. */
  named(text: string): string;
  remove(): Promise<void>;
}

/** A mirror below a folder of its own. */
export function createMirror(folder: string): Mirror {
  const root = folder.replaceAll('\\', '/');
  const places = new Map<string, string>();
  const nameOf = ({ bucket, key }: { bucket: string; key: string }) => JSON.stringify([bucket, key]);

  /** Objects whose names collide on this laptop (case, or a file where another has a folder) stand in different folders. */
  async function place(object: { bucket: string; key: string }, write: (file: string) => Promise<void>) {
    const known = places.get(nameOf(object));
    if (known) {
      await rm(known, { force: true });
      await write(known);
      return;
    }
    const levels = [object.bucket, ...object.key.split('/')].map(fileName);
    for (let number = 0; ; number += 1) {
      const file = `${root}/${String(number).padStart(4, '0')}/${levels.join('/')}`;
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await write(file);
        places.set(nameOf(object), file);
        return;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        if (!['EEXIST', 'ENOTDIR', 'EISDIR'].includes(code) || number > 9_000) throw diskFailure(error);
      }
    }
  }

  return {
    pathOf: (object) => places.get(nameOf(object)) ?? `${root}/0000/none`,
    put: (object, file) =>
      place(object, async (target) => {
        await link(file, target).catch(async (error: unknown) => {
          const code = error instanceof Error && 'code' in error ? error.code : undefined;
          if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EMLINK') throw error;
          await copyFile(file, target);
        });
      }),
    putNothing: (object) => place(object, (target) => writeFile(target, 'absent', { flag: 'wx' })),
    putOwn: (object, write) => place(object, write),
    addressSql: (expression) =>
      `(CASE WHEN starts_with(${expression}, ${sqlText(`${root}/`)}) THEN 's3://' || translate(substr(${expression}, ${[...root].length + 7}), ${sqlText(movedSigns + emptyLevel)}, ${sqlText(originals)}) ELSE ${expression} END)`,
    named: (text) => {
      const parts = text.split(`${root}/`);
      return parts
        .map((part, index) => (index === 0 ? part : part.replace(/^\d{4}\//, 's3://')))
        .join('')
        .replace(/[\uF000-\uF07F]/g, (sign) =>
          sign === emptyLevel ? '' : String.fromCharCode(sign.charCodeAt(0) - privateUse),
        );
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
