/** The settings of oidc-provider: public clients, PKCE by S256, device flow, rotating refresh tokens, JWT access tokens. */
// oxlint-disable-next-line typescript/triple-slash-reference -- the tests are compiled without the list of this folder's files
/// <reference path="./oidc-provider.d.ts" />
import { createHash } from 'node:crypto';
import { interactionPolicy, Provider, type Context } from 'oidc-provider';
import type { Person } from '../people.ts';
import { clients, isLoopbackRedirect } from './clients.ts';
import type { IdentityKeys } from './keys.ts';
import {
  chooseLanguage,
  deviceCodePage,
  deviceConfirmPage,
  deviceDonePage,
  errorPage,
  signedOutPage,
  signOutPage,
} from './pages.ts';
import type { IdentityStore } from './store.ts';

/** What can change while the provider runs. */
export interface IdentityState {
  accessTokenSeconds: number;
  generation: number;
  clockSkewSeconds: number;
  refuseRefresh: boolean;
  refuseRedirect: boolean;
  refuseDevice: boolean;
}

const scopes = ['openid', 'offline_access', 'profile', 'email', 'groups', 'roles'];
const day = 24 * 60 * 60;

/** A stable opaque subject, so that nobody takes it for the user name. */
export function subjectOf(name: string): string {
  const hex = createHash('sha256').update(`sandbox:${name}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The claims about a person in ID tokens, access tokens and the userinfo answer. */
export function claimsOf(person: Person): Record<string, unknown> {
  return {
    sub: subjectOf(person.name),
    preferred_username: person.name,
    name: `${person.givenName} ${person.familyName}`,
    given_name: person.givenName,
    family_name: person.familyName,
    email: person.email,
    email_verified: true,
    groups: [...person.groups],
  };
}

const languageOf = (context: Context) => chooseLanguage(context.get('accept-language'));

function show(context: Context, html: string): void {
  context.type = 'html';
  context.body = html;
}

interface IssuedToken {
  readonly clientId: string;
  readonly accountId: string;
}

/** Makes the provider for an issuer address. */
export function createProvider(options: {
  issuer: string;
  people: readonly Person[];
  keys: IdentityKeys;
  store: IdentityStore;
  state: IdentityState;
}): Provider {
  const { issuer, people, state } = options;
  const personOf = (subject: string) => people.find((person) => subjectOf(person.name) === subject);
  const policy = interactionPolicy.base();
  // The platform's clients are its own: nobody is asked for consent.
  policy.get('consent')?.checks.clear();

  const resource = `${issuer}/platform`;
  const provider = new Provider(issuer, {
    adapter: (name: string) => {
      const model = options.store.model(name);
      if (name !== 'RefreshToken') return model;
      return { ...model, find: async (id: string) => (state.refuseRefresh ? undefined : model.find(id)) };
    },
    jwks: options.keys.jwks,
    cookies: {
      keys: options.keys.cookies,
      names: { session: 'sandbox-session', interaction: 'sandbox-interaction', resume: 'sandbox-resume' },
    },
    clients: clients.map((client) => ({
      client_id: client.id,
      client_name: client.name,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
      redirect_uris: ['http://127.0.0.1/', 'http://localhost/', 'http://[::1]/'],
      post_logout_redirect_uris: ['http://127.0.0.1/', 'http://localhost/', 'http://[::1]/'],
    })),
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    scopes,
    // As Keycloak's default scopes: what is known about the person comes with every sign-in.
    claims: {
      openid: [
        'sub',
        'preferred_username',
        'name',
        'given_name',
        'family_name',
        'email',
        'email_verified',
        'groups',
      ],
    },
    conformIdTokenClaims: false,
    clientBasedCORS: () => true,
    pkce: { required: () => true },
    interactions: {
      policy,
      url: (_context: Context, interaction: { uid: string }) => `/interaction/${interaction.uid}`,
    },
    findAccount: (_context: Context, subject: string) => {
      const person = personOf(subject);
      return person && { accountId: subject, claims: async () => claimsOf(person) };
    },
    async loadExistingGrant(context: Context) {
      const { client, session, account } = context.oidc;
      if (!client) return undefined;
      const known = session?.grantIdFor(client.clientId);
      const found = known === undefined ? undefined : await provider.Grant.find(known);
      if (found) return found;
      const grant = new provider.Grant({
        accountId: account?.accountId ?? session?.accountId,
        clientId: client.clientId,
      });
      grant.addOIDCScope(scopes.join(' '));
      grant.addResourceScope(resource, scopes.join(' '));
      await grant.save();
      return grant;
    },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    extraTokenClaims: async (_context: Context, token: IssuedToken) => {
      const person = personOf(token.accountId);
      const client = clients.find((each) => each.id === token.clientId);
      if (!person) return undefined;
      const { sub: _sub, ...claims } = claimsOf(person);
      return {
        ...claims,
        generation: state.generation,
        azp: token.clientId,
        ...(client?.policy ? { policy: client.policy } : {}),
      };
    },
    formats: {
      customizers: {
        jwt: async (_context: Context, token: IssuedToken, jwt: { payload: Record<string, unknown> }) => {
          jwt.payload['aud'] = [
            ...(clients.find((client) => client.id === token.clientId)?.audience ?? []),
            'account',
          ];
          return jwt;
        },
      },
    },
    features: {
      devInteractions: { enabled: false },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: async (context: Context, form: string, _out: unknown, error: unknown) =>
          show(context, deviceCodePage(languageOf(context), form, error !== undefined)),
        userCodeConfirmSource: async (
          context: Context,
          form: string,
          _client: unknown,
          _device: unknown,
          code: string,
        ) => show(context, deviceConfirmPage(languageOf(context), form, code)),
        successSource: async (context: Context) => show(context, deviceDonePage(languageOf(context))),
      },
      revocation: {
        enabled: true,
        allowedPolicy: async (_context: Context, client: { clientId: string }, token: IssuedToken) =>
          token.clientId === client.clientId,
      },
      introspection: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (context: Context, form: string) =>
          show(context, signOutPage(languageOf(context), form)),
        postLogoutSuccessSource: async (context: Context) =>
          show(context, signedOutPage(languageOf(context))),
      },
      // A resource server makes the provider issue JWT access tokens (RFC 9068) instead of opaque ones.
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => resource,
        useGrantedResource: async () => true,
        getResourceServerInfo: async () => ({
          scope: scopes.join(' '),
          audience: resource,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    ttl: {
      AccessToken: () => state.accessTokenSeconds,
      AuthorizationCode: 60,
      DeviceCode: 600,
      Grant: 14 * day,
      IdToken: () => state.accessTokenSeconds,
      Interaction: 3600,
      RefreshToken: day,
      Session: 14 * day,
    },
    renderError: async (context: Context, out: Record<string, string | undefined>) =>
      show(context, errorPage(languageOf(context), out)),
  });

  const redirectAllowed = (uri: string) => !state.refuseRedirect && isLoopbackRedirect(uri);
  provider.Client.prototype.redirectUriAllowed = redirectAllowed;
  provider.Client.prototype.postLogoutRedirectUriAllowed = redirectAllowed;
  return provider;
}
