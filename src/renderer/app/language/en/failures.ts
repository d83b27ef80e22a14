/** English: one sentence a failure code, and more exact ones for the reasons that the core names. */

export const failures = {
  'signed-out': 'Your session has ended. Sign in to go on.',
  forbidden: 'You are not allowed to do this here. Ask the administrator of the platform for access.',
  'not-found': 'This is no longer there.',
  conflict: 'Somebody or something changed it in the meantime. Reload, then try again.',
  'invalid-input': 'Something entered is not right: {{message}}',
  unreachable: 'There is no answer. Check the network, or go on with what is stored on this laptop.',
  untrusted: 'The certificate of {{host}} is not trusted by this laptop.',
  busy: 'The server asks to wait before the next try.',
  'over-quota': 'This goes over your quota. Stop a service or ask for less.',
  'no-space': 'The disk of this laptop is full. Free some space.',
  unsupported: 'This server cannot do that.',
  cancelled: 'Cancelled.',
  internal: 'Sardonyx failed at this. The details help to have it mended.',
  'pipe-lost':
    'The connection inside Sardonyx was cut before the answer came. It is back by itself; look whether it was done, then try again.',
  dns: 'There is no server called {{host}}. Check the spelling of the address, or whether a VPN is needed.',
  refused: '{{host}} refuses the connection: nothing listens there.',
  timeout: '{{host}} does not answer in time.',
  reset: '{{host}} cut the connection.',
  offline: 'There is no network. This needs one.',
  proxy: 'The proxy {{proxy}} does not answer.',
  'proxy-credentials': 'The proxy {{proxy}} asks for a name and a password. Enter them in the settings.',
  'untrusted-self-signed':
    'The certificate of {{host}} is signed by itself, not by an authority that this laptop knows.',
  'untrusted-unknown-authority':
    'The certificate of {{host}} comes from an authority that this laptop does not know.',
  'untrusted-expired': 'The certificate of {{host}} has expired. Its administrator must renew it.',
  'untrusted-not-yet-valid': 'The certificate of {{host}} is not valid yet. Check the clock of this laptop.',
  'untrusted-wrong-name': 'The certificate shown was made for another name than {{host}}.',
  'redirect-refused':
    'The identity provider refuses to send you back to this laptop. Sign in with a code, paste your credentials, or send the administrator the text below.',
  'service-gone': 'The service {{name}} no longer exists.',
  'helm-missing': 'The program helm was not found on this laptop. Install it, then try again.',
  'schema-broken': 'The form of this chart is broken. Its values can be edited as text.',
};

export const failureActions = {
  signIn: 'Sign in',
  copyRequest: 'Copy a request for access',
  stopAService: 'Stop a service',
  freeSpace: 'See what is kept on this laptop',
  copyReport: 'Copy the report',
  wait: 'Try again in {{seconds}} s',
  request: 'Hello, I am {{name}} on {{platform}}. I need access for the following: {{message}}',
  chain: 'Certificates that the server showed',
  subject: 'For',
  issuer: 'Signed by',
  validity: 'Valid',
  validFromTo: 'from {{from}} to {{to}}',
  fingerprint: 'SHA-256 fingerprint',
  chooseAuthority: 'Choose a file of authorities…',
  authorityHint:
    "Ask your IT department for the file of your organisation's authority (.pem, .crt). Compare the fingerprint before you trust it.",
  trusted: 'Now trusted: {{names}}',
  notPem: 'This file holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).',
};
