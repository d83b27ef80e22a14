/** What was detected of a text table, as a line to read. Pure but for the words. */
import type { TFunction } from 'i18next';

const known: Readonly<Record<string, 'comma' | 'semicolon' | 'tab' | 'bar'>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};

/** `parted by semicolons, CP1252, names in the first line`; undefined where nothing was detected. */
export function dialectWords(
  dialect: Readonly<Record<string, string>> | undefined,
  t: TFunction,
): string | undefined {
  if (!dialect) return undefined;
  const { delimiter, quote, header, encoding } = dialect;
  const name = delimiter === undefined ? undefined : known[delimiter === '\\t' ? '\t' : delimiter];
  const parts = [
    delimiter === undefined
      ? undefined
      : name
        ? t(`preview.table.delimiter.${name}`)
        : t('preview.table.delimiter.other', { sign: delimiter }),
    encoding?.toUpperCase(),
    quote ? t('preview.table.quote', { sign: quote }) : undefined,
    header === undefined
      ? undefined
      : /^(?:true|yes|1)$/i.test(header)
        ? t('preview.table.header')
        : t('preview.table.noHeader'),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : undefined;
}
