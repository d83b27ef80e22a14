/** The commands of `mc` that would have listed the same. Pure. */
import type { ListWish } from './open-listing.ts';

type Where = Pick<ListWish, 'bucket' | 'prefix'>;

function place(alias: string, { bucket, prefix }: Where): string {
  return quoted(`${alias.replaceAll(/[^\w.-]+/g, '-')}/${bucket}/${prefix}`);
}

/** `mc ls`. */
export function listCommand(alias: string, wish: Pick<ListWish, 'recursive' | 'versions'> & Where): string {
  const flags = `${wish.recursive ? ' --recursive' : ''}${wish.versions ? ' --versions' : ''}`;
  return `mc ls${flags} ${place(alias, wish)}`;
}

/** `mc du`. */
export function measureCommand(alias: string, where: Where): string {
  return `mc du ${place(alias, where)}`;
}

/** A word as a shell takes it (POSIX shell, 2.2.2). */
function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
