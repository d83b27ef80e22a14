import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerFailure } from './answer-failure.ts';

const failureOf = (status: number, body: string, headers: Record<string, string> = {}) =>
  answerFailure({
    status,
    body,
    headers: { get: (name) => headers[name] ?? null },
    asked: 'GET x',
    host: 'o.example',
  }).data;

const data = process.env['SARDONYX_DATA'];

describe.skipIf(!data)('recorded errors (needs SARDONYX_DATA)', () => {
  const folder = join(data ?? '', 'onyxia-api');
  const recorded = (prefix: string) => {
    const name = readdirSync(folder).find((file) => file.startsWith(prefix)) ?? '';
    const { response } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      response: { status: number; headers: Record<string, string>; body: unknown };
    };
    return failureOf(
      response.status,
      response.body === null ? '' : JSON.stringify(response.body),
      response.headers,
    );
  };
  test.each([
    ['10', 'signed-out', 'Bearer'],
    ['11', 'signed-out', 'Malformed token'],
    ['15', 'not-found', 'Not Found'],
    ['16', 'internal', 'Internal Server Error'],
    ['21', 'invalid-input', 'Validation failed'],
    ['23', 'forbidden', 'Access denied'],
    ['24', 'forbidden', 'Access denied'],
    ['30', 'forbidden', 'Access denied'],
    ['34', 'internal', 'Internal Server Error'],
  ])('exchange %s is %s', (prefix, code, words) => {
    const failure = recorded(prefix);
    expect(failure.code).toBe(code);
    expect(failure.words).toContain(words);
  });
  test('two wrong values are told line by line, with the field of the first', () => {
    expect(recorded('20')).toMatchObject({
      code: 'invalid-input',
      field: 'git.enabled',
      words: expect.stringContaining('#/resources/requests/cpu') as string,
    });
  });
});

test('a busy server says for how long, a gateway is no server', () => {
  expect(failureOf(503, '', { 'retry-after': '7' })).toMatchObject({ code: 'busy', retryAfter: 7 });
  expect(failureOf(503, '')).not.toHaveProperty('retryAfter');
  expect(failureOf(502, '<html>')).toMatchObject({ code: 'unreachable', reason: 'gateway' });
  expect(failureOf(500, '')).not.toHaveProperty('words');
});
