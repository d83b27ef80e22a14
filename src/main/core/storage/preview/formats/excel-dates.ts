/** Numbers that Excel shows as dates (ECMA-376, 18.8.30 and 18.17.4). Pure. */

/** True where a number format is one of dates or times. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code !== undefined) {
    // What is quoted, escaped, or a colour or a condition in brackets, is no part of the date; [h] is.
    const plain = code
      .replace(/"[^"]*"|\\.|_.|\*./g, '')
      .replace(/\[(?!(h+|m+|s+)\])[^\]]*\]/gi, '')
      .split(';', 1)[0];
    return /[ymdhs]/i.test((plain ?? '').replace(/general/gi, ''));
  }
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** `2025-01-31`, `2025-01-31T10:30:00` or, within one day, `10:30:00`. Excel takes 1900 for a leap year. */
export function serialText(serial: number, from1904: boolean): string | number {
  const days = from1904 ? serial + 1_462 : serial;
  if (days < 0 || days >= 2_958_466) return serial;
  const shifted = !from1904 && days < 60 ? days + 1 : days;
  const seconds = Math.round((shifted - 25_569) * 86_400);
  const text = new Date(seconds * 1000).toISOString();
  if (days < 1 && !from1904) return text.slice(11, 19);
  return seconds % 86_400 === 0 ? text.slice(0, 10) : text.slice(0, 19);
}
