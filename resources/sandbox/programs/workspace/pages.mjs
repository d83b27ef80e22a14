// What a browser gets before and around the work: the sign-in page, the page itself, its script and style.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBody } from './body.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const open = new Map([
  ['/page.js', 'text/javascript; charset=utf-8'],
  ['/live.js', 'text/javascript; charset=utf-8'],
  ['/words.js', 'text/javascript; charset=utf-8'],
  ['/page.css', 'text/css; charset=utf-8'],
]);
const words = {
  en: {
    title: 'Sign in',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'This password is not right. It stands in the notes of your service.',
    hint: 'The password of this service opens its workspace.',
  },
  fr: {
    title: 'Connexion',
    password: 'Mot de passe',
    submit: 'Se connecter',
    wrong: 'Ce mot de passe ne convient pas. Il figure dans les notes de votre service.',
    hint: 'Le mot de passe de ce service ouvre son espace de travail.',
  },
};

/** Serves script and style, which hold nothing secret. Answers whether it did. */
export async function servePage(url, request, response) {
  const type = open.get(url.pathname);
  if (type === undefined || request.method !== 'GET') return false;
  const content = await readFile(path.join(folder, url.pathname.slice(1)));
  response.writeHead(200, {
    'content-type': type,
    'content-length': content.length,
    'cache-control': 'no-cache',
  });
  response.end(content);
  return true;
}

/** Answers /login, /logout, `/?token=` and, to who is signed in, the page. Answers whether it did. */
export async function answerSignIn(url, request, response, sessions) {
  const { pathname, searchParams } = url;
  if (pathname === '/login' && request.method === 'GET') {
    if (sessions.find(request) !== undefined) return redirect(response, target(searchParams.get('next')));
    return sendSignIn(request, response, 200, searchParams.get('next'));
  }
  if (pathname === '/login' && request.method === 'POST') {
    const form = new URLSearchParams((await readBody(request, 65_536)).toString());
    if (sessions.isOwnOrigin(request) && sessions.isPassword(form.get('password') ?? ''))
      return redirect(response, target(form.get('next')), sessions.begin());
    console.log('a sign-in was refused');
    return sendSignIn(request, response, 401, form.get('next'), true);
  }
  if (pathname === '/logout' && request.method === 'POST')
    return redirect(response, 'login', sessions.end(request));
  if (pathname !== '/' || request.method !== 'GET') return false;
  const token = searchParams.get('token');
  // The token leaves the address at once, so that it stays in no history.
  if (token !== null && sessions.isPassword(token)) return redirect(response, './', sessions.begin());
  if (sessions.find(request) === undefined) return false;
  const page = (await readFile(path.join(folder, 'page.html'), 'utf8')).replace(
    'data-language=""',
    `data-language="${languageGiven() ?? ''}"`,
  );
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(page);
  return true;
}

function sendSignIn(request, response, status, next, wrong = false) {
  const language =
    languageGiven() ?? (/^\s*fr\b/i.test(request.headers['accept-language'] ?? '') ? 'fr' : 'en');
  const { title, password, submit, wrong: wrongText, hint } = words[language];
  const said = wrong ? `<p id="wrong" class="failure" role="alert">${wrongText}</p>` : '';
  const page = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} - Workspace</title>
<link rel="stylesheet" href="page.css">
</head>
<body class="sign-in">
<main>
<h1>Workspace</h1>
<p>${hint}</p>
<form method="post" action="login">
<label for="password">${password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus${wrong ? ' aria-invalid="true" aria-describedby="wrong"' : ''}>
<input name="next" type="hidden" value="${escape(target(next))}">
${said}
<button type="submit" class="main">${submit}</button>
</form>
</main>
</body>
</html>
`;
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(page);
  return true;
}

/** Where to go after signing in: a path of ours, never another site. */
function target(next) {
  return next !== null && /^\/(?![/\\])[^\r\n\\]*$/.test(next) ? `.${next}` : './';
}

function redirect(response, location, cookie) {
  response.writeHead(302, {
    location,
    'cache-control': 'no-store',
    ...(cookie === undefined ? {} : { 'set-cookie': cookie }),
  });
  response.end();
  return true;
}

function languageGiven() {
  const given = (process.env.WORKSPACE_LANGUAGE ?? '').slice(0, 2).toLowerCase();
  return given === 'fr' || given === 'en' ? given : undefined;
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
