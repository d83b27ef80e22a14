/** The login page: asks for user name and password, and hands the answer to oidc-provider. */
import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { Person } from '../people.ts';
import { chooseLanguage, errorPage, signInPage } from './pages.ts';
import { clients } from './clients.ts';
import { subjectOf } from './provider.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The person with this user name and password. */
function authenticate(people: readonly Person[], name: string, password: string): Person | undefined {
  const person = people.find((each) => each.name === name.trim().toLowerCase());
  return person && timingSafeEqual(digest(person.password), digest(password)) ? person : undefined;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) break;
  }
  return new URLSearchParams(text);
}

function answer(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
  });
  response.end(html);
}

/** Makes the handler for `/interaction/<uid>` (GET shows the form, POST checks it). */
export function createInteractions(
  provider: Provider,
  people: readonly Person[],
  welcome: string,
): (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<void> {
  return async (request, response, pathname) => {
    const language = chooseLanguage(request.headers['accept-language']);
    let details;
    try {
      details = await provider.interactionDetails(request, response);
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error);
      return answer(
        response,
        400,
        errorPage(language, { error: 'session_expired', error_description: description }),
      );
    }
    const chosen = chooseLanguage(details.params['ui_locales'], request.headers['accept-language']);
    const clientId = details.params['client_id'] ?? '';
    const client = clients.find((each) => each.id === clientId)?.name ?? clientId;
    const show = (user: string, wrong: boolean, password = '') =>
      answer(
        response,
        wrong ? 401 : 200,
        signInPage(chosen, { action: pathname, client, user, wrong, password }),
      );
    const hint = details.params['login_hint'] ?? '';
    const [guest] = people;
    if (request.method !== 'POST')
      return hint === welcome && guest ? show(guest.name, false, guest.password) : show(hint, false);
    const form = await readForm(request);
    const user = form.get('user') ?? '';
    const person = authenticate(people, user, form.get('password') ?? '');
    if (!person) return show(user, true);
    return provider.interactionFinished(request, response, {
      login: { accountId: subjectOf(person.name), remember: true },
    });
  };
}
