import { request } from 'node:http';
import { expect, test } from 'vitest';
import { listenForRedirect } from './redirect-listener.ts';
import { redirectPage } from './redirect-page.ts';

test('only the expected answer arrives, and the code leaves the address', async () => {
  const listener = await listenForRedirect(0, ['fr']);
  const base = `http://127.0.0.1:${listener.port}`;
  const arriving = listener.arrival('right', AbortSignal.timeout(10_000));
  expect((await fetch(`${base}/callback?state=wrong&code=c`)).status).toBe(404);
  expect((await fetch(`${base}/elsewhere?state=right&code=c`)).status).toBe(404);
  expect((await fetch(`${base}/callback?state=right&code=c`, { method: 'POST' })).status).toBe(404);
  const page = fetch(`${base}/callback?state=right&code=c`);
  const arrival = await arriving;
  expect(arrival.query.get('code')).toBe('c');
  arrival.finish('done');
  const last = await page;
  expect(last.url).toBe(`${base}/finished`);
  expect(await last.text()).toContain('Vous êtes connecté');
  expect(last.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await fetch(`${base}/callback?state=right&code=c`)).status).toBe(404);
  await listener.close();
});

test('a name that was pointed at this machine gets nothing', async () => {
  const listener = await listenForRedirect(0, ['en']);
  const status = await new Promise((resolve) => {
    request(
      { host: '127.0.0.1', port: listener.port, path: '/callback', headers: { host: 'evil.example.org' } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    ).end();
  });
  expect(status).toBe(404);
  await listener.close();
});

test('the wait ends with its signal', async () => {
  const listener = await listenForRedirect(0, ['en']);
  const stop = new AbortController();
  const arriving = listener.arrival('x', stop.signal);
  stop.abort(new Error('given up'));
  await expect(arriving).rejects.toThrow('given up');
  await listener.close();
});

test('the words of a provider cannot become markup', () => {
  expect(redirectPage('failed', ['de', 'fr-CA'], '<img src=x>')).toContain('&#60;img src=x&#62;');
  expect(redirectPage('failed', ['de', 'fr-CA'])).toContain('lang="fr"');
});
