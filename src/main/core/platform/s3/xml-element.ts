/** The few words that a client needs of S3's XML answers. Pure. */

/** The text of the first element of that name, entities replaced; undefined when there is none. */
export function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : unescapeXml(text).trim();
}

/** Replaces the five named entities and numbered ones (XML 1.0, 4.1 and 4.6); others stay as they are. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(lt|gt|quot|apos|amp|#\d+|#x[0-9a-f]+);/gi, (entity, name: string) => {
    const named = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name.toLowerCase()];
    if (named) return named;
    const number = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return number <= 0x10ffff ? String.fromCodePoint(number) : entity;
  });
}
