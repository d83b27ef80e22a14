/** The few pages of the identity provider: plain HTML, no script, French or English. */

const style = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 10vh auto; max-width: 22rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; font-weight: 600; }
label { display: block; margin-top: 1rem; }
input[type=text], input[type=password] { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; }
button { font: inherit; margin-top: 1.25rem; padding: .5rem 1.25rem; }
[role=alert] { border-left: .25rem solid #c62828; padding-left: .75rem; }
code { font-size: 1.3rem; letter-spacing: .1em; }
`;

const words = {
  en: {
    signIn: 'Sign in to the sandbox',
    filled: 'This platform runs on your own machine: a name and its password are filled in.',
    goesTo: 'You go on to',
    user: 'User name',
    password: 'Password',
    wrong: 'User name or password is wrong.',
    device: 'Connect a device',
    code: 'Code shown on the device',
    codeWrong: 'No device waits with this code. Check it and try again.',
    confirm: 'Does the device show this code?',
    yes: 'Yes, connect it',
    no: 'No',
    done: 'Connected. You can close this page and go back to the application.',
    next: 'Continue',
    signOut: 'Sign out of the sandbox?',
    stay: 'Stay signed in',
    out: 'Sign out',
    signedOut: 'You are signed out.',
    failed: 'Sign-in failed',
  },
  fr: {
    signIn: 'Connexion au bac à sable',
    filled: 'Cette plateforme tourne sur votre poste : un identifiant et son mot de passe sont déjà saisis.',
    goesTo: 'Vous continuez vers',
    user: 'Identifiant',
    password: 'Mot de passe',
    wrong: 'Identifiant ou mot de passe incorrect.',
    device: 'Relier un appareil',
    code: 'Code affiché par l’appareil',
    codeWrong: 'Aucun appareil n’attend avec ce code. Vérifiez-le et recommencez.',
    confirm: 'L’appareil affiche-t-il ce code ?',
    yes: 'Oui, le relier',
    no: 'Non',
    done: 'C’est fait. Vous pouvez fermer cette page et revenir à l’application.',
    next: 'Continuer',
    signOut: 'Se déconnecter du bac à sable ?',
    stay: 'Rester connecté',
    out: 'Se déconnecter',
    signedOut: 'Vous êtes déconnecté.',
    failed: 'La connexion a échoué',
  },
};

export type Language = keyof typeof words;

/** Escapes text for HTML content and double-quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** French where the browser prefers it (`ui_locales` first, then Accept-Language), else English. */
export function chooseLanguage(...preferences: (string | undefined)[]): Language {
  for (const preference of preferences) {
    const first = preference?.trim().slice(0, 2).toLowerCase();
    if (first === 'fr' || first === 'en') return first;
  }
  return 'en';
}

/** A whole page around a body. */
function page(language: Language, title: string, body: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;
}

/** The form for user name and password; `user` and `password` fill the fields, `wrong` says that the last try failed. */
export function signInPage(
  language: Language,
  options: { action: string; client: string; user: string; wrong: boolean; password: string },
): string {
  const w = words[language];
  const invalid = options.wrong ? ' aria-invalid="true" aria-describedby="wrong"' : '';
  return page(
    language,
    w.signIn,
    `<p>${w.goesTo} <strong>${escapeHtml(options.client)}</strong>.</p>
${options.password ? `<p>${w.filled}</p>` : ''}
${options.wrong ? `<p role="alert" id="wrong">${w.wrong}</p>` : ''}
<form method="post" action="${escapeHtml(options.action)}">
<label for="user">${w.user}</label>
<input type="text" id="user" name="user" value="${escapeHtml(options.user)}" autocomplete="username" autocapitalize="none" spellcheck="false" required${options.user ? '' : ' autofocus'}${invalid}>
<label for="password">${w.password}</label>
<input type="password" id="password" name="password" value="${escapeHtml(options.password)}" autocomplete="current-password" required${options.user && !options.password ? ' autofocus' : ''}${invalid}>
<button type="submit"${options.password ? ' autofocus' : ''}>${w.next}</button>
</form>`,
  );
}

/** Where a person types the code of the device flow (RFC 8628 3.3). `form` is the provider's own form element. */
export function deviceCodePage(language: Language, form: string, wrong: boolean): string {
  const w = words[language];
  const labelled = form.replace('type="text"', 'type="text" id="code" aria-label="code"');
  return page(
    language,
    w.device,
    `${wrong ? `<p role="alert">${w.codeWrong}</p>` : ''}<label for="code">${w.code}</label>${labelled}<button type="submit" form="op.deviceInputForm">${w.next}</button>`,
  );
}

/** Asks whether the code is really the one on the person's device (RFC 8628 5.4: remote phishing). */
export function deviceConfirmPage(language: Language, form: string, code: string): string {
  const w = words[language];
  return page(
    language,
    w.device,
    `<p>${w.confirm}</p><p><code>${escapeHtml(code)}</code></p>${form}<button type="submit" form="op.deviceConfirmForm" autofocus>${w.yes}</button> <button type="submit" form="op.deviceConfirmForm" name="abort" value="yes">${w.no}</button>`,
  );
}

/** The last page of the device flow. */
export function deviceDonePage(language: Language): string {
  return page(language, words[language].device, `<p role="status">${words[language].done}</p>`);
}

/** Asks before the session ends; `form` is the provider's own form element. */
export function signOutPage(language: Language, form: string): string {
  const w = words[language];
  return page(
    language,
    w.signOut,
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>${w.out}</button> <button type="submit" form="op.logoutForm">${w.stay}</button>`,
  );
}

/** After the session ended. */
export function signedOutPage(language: Language): string {
  return page(language, words[language].signedOut, '');
}

/** An error of the protocol, with the provider's own words. */
export function errorPage(language: Language, error: Record<string, string | undefined>): string {
  const detail = [error['error'], error['error_description']].filter(Boolean).join(': ');
  return page(language, words[language].failed, `<p role="alert">${escapeHtml(detail)}</p>`);
}
