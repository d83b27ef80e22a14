/** A browser without a screen: follows redirects, keeps cookies, fills the forms of the identity provider. */

export interface Browser {
  /** Opens an address and follows redirects until `stop` names the address, or a page without redirect is reached. */
  open(url: string, stop?: (url: string) => boolean): Promise<{ url: string; status: number; html: string }>;
  /** Sends the first form of a page, with the hidden fields it holds and these. */
  submit(
    page: { url: string; html: string },
    fields: Record<string, string>,
    stop?: (url: string) => boolean,
  ): Promise<{ url: string; status: number; html: string }>;
}

/** Makes a browser with an empty cookie jar. */
export function createBrowser(): Browser {
  const cookies = new Map<string, string>();

  const send = async (url: string, init: RequestInit, stop: (url: string) => boolean) => {
    let address = url;
    let request = init;
    for (;;) {
      if (stop(address)) return { url: address, status: 0, html: '' };
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(address, {
        ...request,
        redirect: 'manual',
        headers: { cookie },
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const at = pair.indexOf('=');
        if (at === pair.length - 1) cookies.delete(pair.slice(0, at));
        else cookies.set(pair.slice(0, at), pair.slice(at + 1));
      }
      const location = response.headers.get('location');
      if (location === null) return { url: address, status: response.status, html: await response.text() };
      await response.body?.cancel();
      address = new URL(location, address).href;
      request = {};
    }
  };

  return {
    open: (url, stop = () => false) => send(url, {}, stop),
    submit(page, fields, stop = () => false) {
      const action = /action="([^"]+)"/.exec(page.html)?.[1] ?? page.url;
      const body = new URLSearchParams();
      for (const [input] of page.html.matchAll(/<input type="hidden"[^>]*>/g)) {
        body.set(/name="([^"]*)"/.exec(input)?.[1] ?? '', /value="([^"]*)"/.exec(input)?.[1] ?? '');
      }
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return send(new URL(action, page.url).href, { method: 'POST', body }, stop);
    },
  };
}
