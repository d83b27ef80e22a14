/** Bytes as lines of sixteen: offset, hexadecimal, letters. Pure. */

/** As `xxd` writes them; takes hexadecimal digits with or without blanks. What is no printable ASCII is a dot. */
export function hexLines(hex: string): string {
  const bytes = (hex.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16));
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += 16) {
    const part = bytes.slice(from, from + 16);
    const digits = part.map((byte) => byte.toString(16).padStart(2, '0'));
    const halves = `${digits.slice(0, 8).join(' ')}  ${digits.slice(8).join(' ')}`;
    const letters = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
    lines.push(`${from.toString(16).padStart(8, '0')}  ${halves.padEnd(48)}  ${letters.join('')}`);
  }
  return lines.join('\n');
}
