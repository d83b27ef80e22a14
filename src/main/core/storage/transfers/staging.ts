/** Files that the page sends: first whole onto the disk of this laptop, then to the server. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Engine } from './engine.ts';
import { localFailure } from './line.ts';
import { fromJournal, toJournal, type FileEntry } from './record.ts';

export interface Announced {
  readonly path: string;
  readonly size: number;
  readonly modified?: number | undefined;
}

export const newSecret = () => randomBytes(32).toString('hex');

/** The path by which the host is told which file comes: it cannot be guessed. */
export function stagedAddress(transfer: string, number: number, secret: string): string {
  const token = createHmac('sha256', secret).update(`${transfer}/${number}`).digest('hex');
  return `staged/${transfer}/${number}/${token}`;
}

/** Rows for announced files; a path that climbs out of its folder is refused. @throws Failure `invalid-input` */
export function stagedFiles(
  files: readonly Announced[],
  options: { prefix: string; folder: string; transfer: string; now: number },
): FileEntry[] {
  return files.map(({ path: relative, size, modified }, number) => {
    const plain = relative.replace(/^\/+/, '');
    if (plain === '' || plain.split('/').some((one) => one === '..' || one === '.'))
      throw failure('invalid-input', 'Not a path of a dropped file', {
        reason: 'transfer-dropped-path',
        values: { name: relative },
      });
    return {
      number,
      state: 'sending',
      conflict: false,
      name: plain,
      size,
      record: {
        action: 'upload',
        source: path.join(options.folder, options.transfer, String(number)),
        target: options.prefix + plain,
        modified: modified ?? options.now,
        replace: false,
        staged: true,
      },
    };
  });
}

/**
 * Takes the bytes of one announced file; resolves when they are on the disk. Each file is taken once.
 * @throws Failure `not-found` for an address that was not given out, `invalid-input` when another number of bytes came, `no-space`.
 */
export async function receiveStaged(engine: Engine, address: string, body: Readable): Promise<void> {
  // Between two reads nobody listens; an error without a listener ends the process.
  body.on('error', () => {});
  const work = receive(engine, address, body);
  const guest = {
    stop: () => void body.destroy(dropAgain()),
    over: work.catch(() => {}),
  };
  engine.receiving.add(guest);
  try {
    await work;
  } finally {
    engine.receiving.delete(guest);
  }
}

const dropAgain = () =>
  failure('cancelled', 'Sardonyx ended before the file was received', { reason: 'transfer-drop-again' });

async function receive(engine: Engine, address: string, body: Readable): Promise<void> {
  const [, id = '', text = '', token = ''] =
    /^\/?staged\/([\w-]+)\/(\d+)\/([0-9a-f]{64})$/.exec(address) ?? [];
  const unknown = () => failure('not-found', 'No such file is expected', { reason: 'transfer-not-expected' });
  const run = engine.runs().find((one) => one.record().id === id);
  const job = run?.record().job;
  if (!run || job?.kind !== 'staged') throw unknown();
  const number = Number(text);
  const expected = stagedAddress(id, number, job.secret).slice(-64);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(token))) throw unknown();
  const { journal, staged } = engine.parts;
  const current = async (): Promise<FileEntry> => {
    await journal.commit();
    const [row] = await journal.read.files({
      transfer: id,
      states: ['sending', 'skipped'],
      after: number - 1,
      count: 1,
    });
    if (!row || row.number !== number) throw unknown();
    return fromJournal(row);
  };
  const file = await current();
  if (file.state === 'skipped' || run.record().state === 'cancelled') {
    // It was agreed not to send it; the page need not know.
    for await (const _ of body);
    return;
  }
  const source = path.join(staged, id, String(number));
  const partial = `${source}.coming`;
  try {
    await mkdir(path.dirname(source), { recursive: true, mode: 0o700 });
    const handle = await open(partial, 'w', 0o600);
    let modified = 0;
    try {
      let at = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        await engine.parts.disk.write(handle, [chunk], at);
        at += chunk.length;
        if (at > file.size) break;
      }
      if (at !== file.size)
        throw failure('invalid-input', 'The file is not as long as announced', {
          reason: 'transfer-dropped-length',
          values: { name: file.name },
        });
      await handle.sync();
      modified = Math.trunc((await handle.stat()).mtimeMs);
    } finally {
      await handle.close();
    }
    await rename(partial, source);
    // Meanwhile a name may have been found taken, or an answer given.
    const now = await current();
    const whole: FileEntry = { ...now, state: 'ready', record: { ...now.record, modified } };
    if (now.state === 'skipped') await rm(source, { force: true });
    else await journal.commit({ kind: 'file', transfer: id, file: toJournal(whole) });
  } catch (error) {
    await rm(partial, { force: true });
    const local = localFailure(error, file.name);
    // Neither the disk nor we: the page went away.
    const known = local.code === 'internal' ? dropAgain() : local;
    run.counters.failed += 1;
    await journal.commit({
      kind: 'state',
      transfer: id,
      number,
      state: 'failed',
      problem: JSON.stringify(known.data),
    });
    throw known;
  } finally {
    run.more();
  }
}
