/** How a transfer stands, in tones and words. Pure. */
import type { Transfer, Transfers } from '../../../shared/contract/storage/transfers.ts';
import { formatBytes, formatDuration, formatNumber, type Language } from '../../ui/format.ts';
import type { Tone } from '../../ui/state-mark.tsx';

type Say = (key: string, values?: Record<string, string | number>) => string;

export const transferTones: Readonly<Record<Transfer['state'], Tone>> = {
  waiting: 'busy',
  running: 'busy',
  paused: 'paused',
  asking: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'paused',
};

/** True while it may still move by itself. */
export function isActive({ state }: Pick<Transfer, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}

/** True when there is nothing left to do. */
export function isEnded({ state }: Pick<Transfer, 'state'>): boolean {
  return state === 'done' || state === 'cancelled';
}

/** Share done in [0, 1]: by bytes where there are any, else by files; undefined while nothing is counted. */
export function shareOf({ bytes, files }: Pick<Transfer, 'bytes' | 'files'>): number | undefined {
  if (bytes.total > 0) return Math.min(1, bytes.done / bytes.total);
  if (files.total > 0) return Math.min(1, (files.done + files.skipped) / files.total);
  return undefined;
}

/** Share of all that moves; undefined while nothing is known. */
export function shareOfAll(transfers: readonly Transfer[]): number | undefined {
  const moving = transfers.filter(isActive);
  const total = moving.reduce((sum, { bytes }) => sum + bytes.total, 0);
  const done = moving.reduce((sum, { bytes }) => sum + bytes.done, 0);
  return total > 0 ? Math.min(1, done / total) : undefined;
}

/** `12 of 30 files · 1.2 of 3 GiB · 12 MiB/s · 40 s left`, as far as it is known. */
export function progressWords(transfer: Transfer, language: Language, say: Say): string {
  const { files, bytes, rate, secondsLeft, counting } = transfer;
  const isMoving = isActive(transfer);
  const done = formatNumber(files.done + files.skipped, language);
  const total = formatNumber(files.total, language);
  return [
    counting ? say('transfers.counting', { count: files.total, total }) : undefined,
    !counting && files.total > 1 ? say('transfers.files', { count: files.total, done, total }) : undefined,
    bytes.total > 0
      ? isEnded(transfer)
        ? formatBytes(bytes.done, language)
        : say('transfers.bytes', {
            done: formatBytes(bytes.done, language),
            total: formatBytes(bytes.total, language),
          })
      : undefined,
    files.failed > 0
      ? say('transfers.failedCount', { count: files.failed, number: formatNumber(files.failed, language) })
      : undefined,
    isMoving && rate !== undefined && rate > 0
      ? say('transfers.rate', { rate: formatBytes(rate, language) })
      : undefined,
    isMoving && !counting && secondsLeft !== undefined
      ? say('transfers.left', { time: formatDuration(secondsLeft * 1000, language) })
      : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/**
 * The one that the line at the bottom shows: who asks first, then what moves, then what failed or ended just now. Deletions and
 * moves that ended are told by a notice of their own, with the way back.
 */
export function foremost({ transfers }: Transfers, now: number): Transfer | undefined {
  const recent = (one: Transfer) => one.endedAt === undefined || now - one.endedAt < 30_000;
  return (
    transfers.find(({ state }) => state === 'asking') ??
    transfers.find(({ state }) => state === 'running') ??
    transfers.find(({ state }) => state === 'waiting') ??
    transfers.find(({ state }) => state === 'paused') ??
    transfers.find((one) => one.state === 'failed' && recent(one)) ??
    transfers.find((one) => isEnded(one) && recent(one) && one.kind !== 'delete' && one.kind !== 'move')
  );
}
