/** A person's calls to a sandbox's Onyxia API, for tests. */
import { signIn } from '../../identity/testing/sign-in.ts';
import type { SandboxFacts } from '../../facts.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON; null for an empty body. */
  readonly body: unknown;
}

export interface ApiClient {
  readonly token: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** Calls without a token. */
export async function callApi(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? (JSON.parse(text) as unknown) : text || null,
  };
}

/** Signs a person in and calls in their name. */
export async function clientOf(facts: SandboxFacts, name: string, clientId = 'onyxia'): Promise<ApiClient> {
  const person = facts.people.find((each) => each.name === name);
  if (!person) throw new Error(`no person ${name}`);
  const { tokens } = await signIn({ issuer: facts.oidc.issuer, clientId, name, password: person.password });
  const token = tokens.access_token;
  return {
    token,
    call: (method, path, body, headers) =>
      callApi(facts.onyxia.url, method, path, body, { authorization: `Bearer ${token}`, ...headers }),
  };
}
