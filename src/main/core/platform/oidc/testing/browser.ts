/** A browser reduced to what a login needs: cookies, redirects, the first form of a page. */
import type { Network } from '../../../network/network.ts';

export interface TestBrowser {
  /** Opens an address, fills the login forms it meets, follows everything; the last page's text and address. */
  visit(address: string): Promise<{ address: string; status: number; text: string }>;
  /** How many forms it filled. */
  readonly forms: () => number;
}

/** @param person fills fields named username or login, and password; other forms are sent as they are. */
export function testBrowser(network: Network, person: { name: string; password: string }): TestBrowser {
  const jars = new Map<string, Map<string, string>>();
  let forms = 0;

  async function ask(
    address: string,
    form?: URLSearchParams,
  ): Promise<{ address: string; status: number; text: string }> {
    const url = new URL(address);
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    const cookie = [...jar.values()].join('; ');
    const response = await network.fetch(address, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }) },
      ...(form && { body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      // One name may be set for two paths; an old one is deleted by an age of nothing.
      const place = `${pair.slice(0, pair.indexOf('='))} ${/;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/'}`;
      if (/;\s*max-age=0/i.test(line) || pair.endsWith('=')) jar.delete(place);
      else jar.set(place, pair);
    }
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location) {
      await response.body?.cancel();
      return ask(new URL(location, address).href);
    }
    const text = await response.text();
    const action = /<form[^>]*\baction="([^"]*)"/i.exec(text)?.[1]?.replaceAll('&amp;', '&');
    if (response.status !== 200 || action === undefined || forms > 20)
      return { address, status: response.status, text };
    forms += 1;
    return ask(new URL(action, address).href, filled(text, person));
  }

  return { visit: (address) => ask(address), forms: () => forms };
}

function filled(page: string, person: { name: string; password: string }): URLSearchParams {
  const fields = new URLSearchParams();
  const form = page.slice(page.search(/<form/i)).split(/<\/form>/i)[0] ?? '';
  for (const [input] of form.matchAll(/<(?:input|button)\b[^>]*>/gi)) {
    const name = /\bname="([^"]*)"/i.exec(input)?.[1];
    if (
      !name ||
      (/type="checkbox"/i.test(input) && !/checked/i.test(input)) ||
      name === 'cancel' ||
      name === 'abort'
    )
      continue;
    const value =
      /\bvalue="([^"]*)"/i.exec(input)?.[1]?.replaceAll('&amp;', '&').replaceAll('&quot;', '"') ?? '';
    fields.set(
      name,
      /^(user|username|login)$/i.test(name) ? person.name : /password/i.test(name) ? person.password : value,
    );
  }
  return fields;
}
