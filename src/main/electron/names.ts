/** Names that more than one part of this host must agree on. */

/** Scheme and origin of the app's own pages (checklist 18: no `file://`). */
export const appScheme = 'sardonyx-app';
export const appOrigin = `${appScheme}://app`;

/** Scheme of links that open a launch form. */
export const linkScheme = 'sardonyx';

/** Name below which every opened service has an origin; browsers resolve it to this machine (RFC 6761, 6.3). */
export const serviceDomain = 'sardonyx.localhost';

/** The one channel from the app's page to the main process, and the one that answers it with a port. */
export const pageChannel = 'sardonyx-page';
export const portChannel = 'sardonyx-port';
