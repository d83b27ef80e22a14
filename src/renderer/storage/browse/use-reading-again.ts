/** Reads the listing again when long work on its bucket ended, and now and then while it goes on. */
import { useEffect, useRef } from 'react';
import { useTransfers } from '../../app/streams.ts';
import { touchesBucket } from './place-address.ts';
import type { ListingSource } from './list/listing-source.ts';

const ended = new Set(['done', 'failed', 'cancelled']);
/** Between two readings while files still come, in milliseconds. */
const pause = 5_000;
/** Longer listings are read again only at the end. */
const mostRows = 5_000;

/** Watches the transfers for as long as the place is shown. */
export function useReadingAgain(source: ListingSource | undefined, bucket: string | undefined): void {
  const { value } = useTransfers();
  const seen = useRef<ReadonlyMap<string, string> | undefined>(undefined);
  const last = useRef(0);
  useEffect(() => {
    if (!value) return;
    const before = seen.current;
    seen.current = new Map(
      value.transfers.map(
        (one) => [one.id, `${one.state}${ended.has(one.state) ? '' : one.files.done}`] as const,
      ),
    );
    if (!before || !source || bucket === undefined) return;
    const ours = value.transfers.filter(
      (one) => one.kind !== 'download' && (touchesBucket(one.from, bucket) || touchesBucket(one.to, bucket)),
    );
    const changed = ours.filter((one) => before.get(one.id) !== seen.current?.get(one.id));
    if (changed.length === 0) return;
    const isSettled = changed.some((one) => ended.has(one.state));
    const isDue = Date.now() - last.current > pause && (source.get().state?.count ?? 0) <= mostRows;
    const hasProgress = changed.some((one) => one.files.done > 0);
    if (!isSettled && !(isDue && hasProgress)) return;
    last.current = Date.now();
    source.reload();
  }, [value, source, bucket]);
}
