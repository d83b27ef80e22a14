/** One file that a person brought: of this laptop, or an object. */
import type { Ranged } from '../../platform/s3/ranged-object.ts';
import type { VersionSource } from './version-source.ts';

/** @param open the file of the moment; what it is by now tells its ETag */
export function broughtSource(name: string, open: (signal: AbortSignal) => Promise<Ranged>): VersionSource {
  let opened: Promise<Ranged> | undefined;
  return {
    host: name,
    hasRanges: true,
    async list(signal) {
      opened = open(signal);
      const { size, etag } = await opened;
      return [{ path: name, bytes: size, etag }];
    },
    async open(_, { start, end }, signal) {
      const file = await (opened ??= open(signal));
      const to = Math.min(end ?? file.size, file.size);
      return { body: await file.stream(start, to, signal), bytes: file.size, isPartial: true };
    },
    // The ranges of an object are asked with `If-Match`; what they hold is compared by the reader.
    proof: async () => ({}),
  };
}
