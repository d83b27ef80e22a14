/** Signs a person in over loopback as the app does, for tests. */
import * as client from 'openid-client';
import { createBrowser, type Browser } from './browser.ts';

export interface SignedIn {
  readonly configuration: client.Configuration;
  readonly tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;
  readonly browser: Browser;
}

/** Authorization code with PKCE; `browser` with a live session signs in without typing. */
export async function signIn(options: {
  issuer: string;
  clientId?: string;
  name: string;
  password: string;
  browser?: Browser;
  dpop?: client.DPoPHandle;
  redirect?: string;
}): Promise<SignedIn> {
  const browser = options.browser ?? createBrowser();
  const configuration = await client.discovery(
    new URL(options.issuer),
    options.clientId ?? 'onyxia',
    undefined,
    client.None(),
    { execute: [client.allowInsecureRequests] },
  );
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const redirect = options.redirect ?? 'http://127.0.0.1:45123/callback/path';
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirect,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  });
  const back = (address: string) => address.startsWith(redirect);
  let page = await browser.open(url.href, back);
  if (page.status >= 400) throw new Error(`sign-in refused: ${page.status} ${page.html}`);
  if (!back(page.url))
    page = await browser.submit(page, { user: options.name, password: options.password }, back);
  if (!back(page.url)) throw new Error(`sign-in failed: ${page.status} ${page.html}`);
  const tokens = await client.authorizationCodeGrant(
    configuration,
    new URL(page.url),
    { pkceCodeVerifier: verifier, expectedState: state },
    undefined,
    options.dpop ? { DPoP: options.dpop } : undefined,
  );
  return { configuration, tokens, browser };
}
