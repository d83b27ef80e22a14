/** Which addresses may leave the app for the system's browser or mail program. */
import { isServiceName, parseAddress } from './address.ts';

/** Longer addresses are cut or refused by some systems anyway. */
const longest = 8_000;

/** Fields of a mail that a link may fill in (RFC 6068); some mail programs know `attach` too, which would send a file. */
const mailFields = new Set(['subject', 'body', 'cc', 'bcc']);

/**
 * The address to hand to the system, in its parsed notation; undefined when it must not be opened: anything but http,
 * https and mailto, an address with a user name in it, and the origins of opened services, which belong to the app.
 */
export function externalAddress(text: string): string | undefined {
  if (text.length > longest) return undefined;
  const url = parseAddress(text);
  if (!url) return undefined;
  if (url.protocol === 'mailto:') return mailAddress(url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  if (url.username !== '' || url.password !== '' || isServiceName(url.hostname)) return undefined;
  return url.href;
}

function mailAddress(url: URL): string {
  const fields = url.search
    .slice(1)
    .split('&')
    .filter((pair) => mailFields.has((pair.split('=')[0] ?? '').toLowerCase()));
  return `mailto:${url.pathname}${fields.length > 0 ? `?${fields.join('&')}` : ''}`;
}
