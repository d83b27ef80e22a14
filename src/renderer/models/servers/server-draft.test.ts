import { describe, expect, test } from 'vitest';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import { draftOf, faultsOf, typedOf } from './server-draft.ts';

const server: ModelServer = {
  id: 'team',
  name: 'mlflow-team',
  reach: { kind: 'service', service: 'mlflow-team', port: 5000 },
  signIn: { kind: 'basic', user: 'alice' },
  from: 'own',
  hasSecret: true,
  state: 'live',
};

describe('what is typed about a server', () => {
  test('begins as the server stands, without its secret', () => {
    const typed = typedOf(server);
    expect(typed).toMatchObject({ reach: 'service', port: '5000', user: 'alice', secret: '' });
    expect(faultsOf(typed, true)).toEqual([]);
    expect(draftOf(typed)).toEqual({ name: server.name, reach: server.reach, signIn: server.signIn });
  });

  test('names the fields that are missing or wrong', () => {
    expect(faultsOf(typedOf(undefined), false)).toEqual(['name', 'url']);
    expect(faultsOf({ ...typedOf(server), port: '70000', user: ' ' }, false)).toEqual([
      'port',
      'user',
      'secret',
    ]);
    const typed = {
      ...typedOf(undefined),
      name: 'x',
      url: 'ftp://files.example.org',
      signIn: 'header' as const,
    };
    expect(faultsOf({ ...typed, header: 'X Auth' }, false)).toEqual(['url', 'header', 'secret']);
  });

  test('sends a secret only for a way to sign in that has one', () => {
    const typed = { ...typedOf(undefined), name: 'x', url: 'http://127.0.0.1:5000', secret: 's3cret' };
    expect(draftOf(typed)).not.toHaveProperty('secret');
    expect(draftOf({ ...typed, signIn: 'bearer' })).toMatchObject({
      signIn: { kind: 'bearer' },
      secret: 's3cret',
    });
  });
});
