/** Signs in to a service for the person, so that no password is copied and pasted. */
import { request, type Agent } from 'node:http';
import { withoutDomain } from './gateway-rules.ts';

/** How a chart's program lets people in. */
export type ServiceSignIn =
  | { readonly kind: 'none' }
  /** Jupyter and what follows it: header `Authorization: token ...` on every request. */
  | { readonly kind: 'token'; readonly token: string }
  /** code-server and what follows it: one form with a field `password`, answered by a cookie. */
  | { readonly kind: 'form'; readonly path: string; readonly password: string };

/** The way in that fits what a chart was recognised as; RStudio encrypts in its page, so it shows its own form. */
export function signInOf(target: {
  readonly signIn: string;
  readonly password?: string | undefined;
}): ServiceSignIn {
  const { signIn, password } = target;
  if (password === undefined) return { kind: 'none' };
  if (signIn === 'token') return { kind: 'token', token: password };
  if (signIn === 'code-server') return { kind: 'form', path: '/login', password };
  return { kind: 'none' };
}

/**
 * Sends the form once and hands over the cookies that it answered with, as Set-Cookie lines; none when the service
 * signs in otherwise. The password goes to the service alone.
 * @param origin what the service believes to be its address: it compares Origin with Host.
 */
export function signInByForm(signIn: ServiceSignIn, agent: Agent, origin: string): Promise<string[]> {
  if (signIn.kind !== 'form') return Promise.resolve([]);
  const body = new URLSearchParams({ password: signIn.password }).toString();
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        method: 'POST',
        path: signIn.path,
        setHost: false,
        headers: {
          host: new URL(origin).host,
          origin,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        answer.resume();
        resolve((answer.headers['set-cookie'] ?? []).map(withoutDomain));
      },
    );
    sent.on('error', reject);
    sent.setTimeout(10_000, () => sent.destroy(new Error('The sign-in form did not answer')));
    sent.end(body);
  });
}
