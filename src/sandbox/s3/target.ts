/** What a request is addressed to; empty where the address names no bucket or no key. */
export interface Target {
  readonly bucket: string;
  readonly key: string;
  /** The whole path, decoded: what the signature covers. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return Buffer.from(
      text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    ).toString();
  }
};

/** The bucket named by the host: `bucket.localhost` or `bucket.s3.localhost` (the port is of no matter). */
export const hostBucket = (host: string | undefined): string => {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
  const [, bucket = ''] = /^(?:(.+?)\.)?(?:s3\.)?localhost$/.exec(name) ?? [];
  return bucket === 's3' ? '' : bucket;
};

/** Reads the address of a request: path style, or the bucket as a part of the host's name. */
export const targetOf = (url: string, host: string | undefined): Target => {
  const mark = url.indexOf('?');
  const path = decode(mark < 0 ? url : url.slice(0, mark));
  const query = (mark < 0 ? '' : url.slice(mark + 1))
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))] as const;
    });
  const named = hostBucket(host);
  if (named !== '') return { bucket: named, key: path.slice(1), path, query };
  const slash = path.indexOf('/', 1);
  return slash < 0
    ? { bucket: path.slice(1), key: '', path, query }
    : { bucket: path.slice(1, slash), key: path.slice(slash + 1), path, query };
};
