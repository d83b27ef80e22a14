import { describe, expect, test } from 'vitest';
import { framedBy, isOwnRequest, requestHeaders, responseHeaders, withoutDomain } from './gateway-rules.ts';

const app = 'http://app.sardonyx.localhost:4000';
const origins = { app, service: 'http://jupyter-1.sardonyx.localhost:4000' };

describe('who may come in', () => {
  test.each([
    ['the page of the service', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }],
    ['its WebSocket', { origin: origins.service }],
    ['the address bar', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    [
      'the frame of the app',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
    ['a program without such headers', {}],
  ])('%s may', (_, headers) => {
    expect(isOwnRequest(headers, origins)).toBe(true);
  });

  test.each([
    ['a script of another opened service', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
    [
      'a POST of another opened service',
      {
        origin: 'http://rstudio-2.sardonyx.localhost:4000',
        'sec-fetch-site': 'same-site',
        'sec-fetch-mode': 'cors',
      },
    ],
    [
      'a form of another opened service',
      {
        origin: 'http://rstudio-2.sardonyx.localhost:4000',
        'sec-fetch-site': 'same-site',
        'sec-fetch-mode': 'navigate',
      },
    ],
    ['a WebSocket of another site', { origin: 'https://evil.example' }],
    ['a script of the app', { origin: app, 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' }],
  ])('%s may not', (_, headers) => {
    expect(isOwnRequest(headers, origins)).toBe(false);
  });
});

describe('what is passed on', () => {
  test('the sign-in is added, our cookies and the hop-by-hop headers go', () => {
    const passed = requestHeaders(
      {
        host: 'jupyter-1.sardonyx.localhost:4000',
        connection: 'keep-alive, x-private',
        'x-private': '1',
        'transfer-encoding': 'chunked',
        cookie: 'sardonyx-service-jupyter-1=abc; _xsrf=2; sardonyx-session=def',
      },
      'token secret',
    );
    expect(passed).toEqual({
      host: 'jupyter-1.sardonyx.localhost:4000',
      cookie: '_xsrf=2',
      authorization: 'token secret',
    });
  });

  test("a service's own authorization is kept", () => {
    expect(requestHeaders({ authorization: 'Bearer own' }, 'token secret').authorization).toBe('Bearer own');
  });
});

describe('what is passed back', () => {
  test('the app may frame it, nobody else may, and cookies lose their domain', () => {
    expect(
      responseHeaders(
        {
          'content-type': 'text/html',
          'x-frame-options': 'SAMEORIGIN',
          'content-security-policy': "frame-ancestors 'none'; report-uri /x",
          'set-cookie': ['a=1; Path=/; Domain=localhost; HttpOnly', 'sardonyx-service-x=stolen'],
        },
        app,
      ),
    ).toEqual({
      'content-type': 'text/html',
      'content-security-policy': `report-uri /x; frame-ancestors 'self' ${app}`,
      'set-cookie': ['a=1; Path=/; HttpOnly'],
    });
  });

  test('a service without a policy gets one', () => {
    expect(framedBy('', app)).toBe(`frame-ancestors 'self' ${app}`);
    expect(framedBy("default-src 'self'; FRAME-ANCESTORS *", app)).toBe(
      `default-src 'self'; frame-ancestors 'self' ${app}`,
    );
  });

  test('a domain is found whatever its case and spaces', () => {
    expect(withoutDomain('a=domain; DOMAIN = x.y; Secure')).toBe('a=domain; Secure');
  });
});
