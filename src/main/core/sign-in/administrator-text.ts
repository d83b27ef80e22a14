/** What a person can send to the administrator of the identity provider. Pure. */
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import { redirectAddresses } from '../platform/oidc/authorization-request.ts';
import { clientsOf } from './clients.ts';

/** The text, with the platform's clients and the redirect addresses word for word. */
export function administratorText(file: PlatformFile, language: 'en' | 'fr'): string {
  const clients = clientsOf(file)
    .map(({ identity }) => `- ${identity.clientId} (${identity.issuer})`)
    .join('\n');
  const [wildcard, ...exact] = redirectAddresses;
  const addresses = exact.map((address) => `  ${address}`).join('\n');
  if (language === 'fr') {
    return `Bonjour,

J’utilise Sardonyx, une application de bureau pour ${file.name}. Elle se connecte comme l’application web : flux « authorization code » avec PKCE (S256), client public, sans secret. Le fournisseur d’identité refuse actuellement l’adresse à laquelle mon navigateur doit revenir sur mon poste.

Clients concernés :
${clients}

Pourriez-vous, pour chacun d’eux :
1. ajouter aux adresses de redirection autorisées (RFC 8252, 7.3 : toute adresse de bouclage, port libre) :
  ${wildcard}
   ou, si les adresses sont comparées à la lettre :
${addresses}
2. ou bien activer le flux par appareil (RFC 8628, « OAuth 2.0 Device Authorization Grant »).

Dans Keycloak : Clients > (client) > Settings > « Valid redirect URIs » ; Capability config > « OAuth 2.0 Device Authorization Grant ».
Pour que la session survive à la fermeture du poste, le périmètre optionnel « offline_access » doit rester disponible.
`;
  }
  return `Hello,

I use Sardonyx, a desktop app for ${file.name}. It signs in like the web app: authorization code flow with PKCE (S256), public client, no secret. The identity provider currently refuses the address on my computer to which my browser must return.

Clients concerned:
${clients}

Could you, for each of them:
1. add to the allowed redirect addresses (RFC 8252, 7.3: any loopback address, free port):
  ${wildcard}
   or, if addresses are compared letter by letter:
${addresses}
2. or enable the device flow (RFC 8628, "OAuth 2.0 Device Authorization Grant").

In Keycloak: Clients > (client) > Settings > "Valid redirect URIs"; Capability config > "OAuth 2.0 Device Authorization Grant".
For the session to outlive a closed computer, the optional scope "offline_access" must stay available.
`;
}
