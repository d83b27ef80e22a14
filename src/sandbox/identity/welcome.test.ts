import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startIdentity } from './server.ts';

test('the form comes filled in for the hint of the platform file, and for no other', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sandbox-welcome-'));
  const people = [
    {
      name: 'alice',
      givenName: 'Alice',
      familyName: 'Martin',
      email: 'alice@sandbox.test',
      groups: [],
      password: 'pass-word',
    },
  ];
  const identity = await startIdentity({ folder, port: 0, people });
  const form = async (hint: string) => {
    const query = new URLSearchParams({
      client_id: 'onyxia',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: 'http://127.0.0.1:1234/callback',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      login_hint: hint,
    });
    const started = await fetch(`${identity.issuer}/auth?${query}`, { redirect: 'manual' });
    const cookie = started.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const shown = await fetch(new URL(started.headers.get('location') ?? '', identity.issuer), {
      headers: { cookie },
    });
    return shown.text();
  };
  try {
    expect(await form(identity.welcome)).toContain('value="pass-word"');
    expect(await form('alice')).not.toContain('pass-word');
    expect(await form(`${identity.welcome}x`)).not.toContain('pass-word');
  } finally {
    await identity.stop();
    await rm(folder, { recursive: true });
  }
});
