/**
 * The one policy for strings that the browser would run or parse (CSP `require-trusted-types-for 'script'`).
 * HTML passes only when it holds no tag at all: style sheets that Mantine and React write as text.
 * A script's address passes only when it is one of our own built files; text is never run as script.
 */
interface Factory {
  createPolicy(
    name: string,
    rules: { createHTML(text: string): string; createScriptURL(address: string): string },
  ): unknown;
}

/** True for a file of our own build, where workers live. */
export function isOwnScript(address: string, page: string): boolean {
  const url = new URL(address, page);
  const folder = new URL('.', page);
  return (
    url.protocol === folder.protocol &&
    url.host === folder.host &&
    url.pathname.startsWith(folder.pathname) &&
    url.pathname.endsWith('.js') &&
    url.search === ''
  );
}

/** Text that the parser can make nothing but text of; throws a TypeError otherwise. */
export function tagFree(text: string): string {
  if (text.includes('<')) throw new TypeError('HTML from a string is refused');
  return text;
}

/** Sets the default policy where the browser knows Trusted Types. */
export function setTrustedTypes(): void {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  factory?.createPolicy('default', {
    createHTML: tagFree,
    createScriptURL: (address) => {
      if (!isOwnScript(address, document.baseURI)) throw new TypeError('A script from elsewhere is refused');
      return address;
    },
  });
}
