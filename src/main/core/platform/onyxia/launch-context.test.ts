import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { launchContextOf, oneTimePassword, type LaunchFacts } from './launch-context.ts';
import { Region } from './types.ts';

const data = process.env['SARDONYX_DATA'];

interface Contexts {
  readonly full: {
    user: { decodedIdToken: Record<string, unknown>; profile: unknown };
    region: Record<string, unknown>;
    k8s: Record<string, unknown>;
  } & Record<string, unknown>;
  readonly minimal: Record<string, unknown>;
}

const drawn = { oneTimePassword: expect.stringMatching(/^[0-9a-z]{20}$/) as unknown };

describe.skipIf(!data)('contexts as Onyxia makes them (needs SARDONYX_DATA)', () => {
  const contexts = data
    ? (JSON.parse(readFileSync(join(data, 'launch-form', 'contexts.json'), 'utf8')) as Contexts)
    : ({} as Contexts);

  test('with everything', () => {
    const { full } = contexts;
    const region = Region.parse({
      id: 'lab',
      services: {
        allowedURIPattern: '^https://',
        initScript: full.k8s['initScriptUrl'],
        customValues: full.region['customValues'],
        openshiftSCC: full.region['openshiftSCC'],
        expose: {
          domain: full.k8s['domain'],
          ingressClassName: 'onyxia',
          ingress: true,
          route: false,
          istio: full.k8s['istio'],
          certManager: { useCertManager: true, certManagerClusterIssuer: 'letsencrypt-prod' },
        },
        defaultConfiguration: {
          ...full.region,
          ipprotection: true,
          networkPolicy: true,
          kafka: { URL: 'kafka.lab.example.org:9092', topicName: 'onyxia-events' },
        },
      },
      proxyInjection: full['proxyInjection'],
      packageRepositoryInjection: full['packageRepositoryInjection'],
      certificateAuthorityInjection: full['certificateAuthorityInjection'],
    });
    const facts: LaunchFacts = {
      user: {
        idep: 'alice',
        email: 'alice.martin@example.org',
        nomComplet: 'Alice Martin',
        ip: '203.0.113.7',
      },
      claims: full.user.decodedIdToken,
      accessToken: 'access-token-of-alice',
      refreshToken: 'refresh-token-of-alice',
      darkMode: true,
      language: 'fr',
      project: { id: 'user-alice' },
      password: 'alice-service-password-7Q2',
      git: {
        name: 'Alice Martin',
        email: 'alice.martin@example.org',
        cacheSeconds: 3600,
        token: 'git-token-of-alice',
      },
      vault: {
        url: 'https://vault.lab.example.org',
        token: 'vault-token-of-alice',
        mount: 'onyxia-kv',
        folder: 'user-alice',
      },
      storage: [
        {
          profile: {
            name: 'default',
            endpoint: 'https://minio.lab.example.org',
            region: 'eu-west-3',
            pathStyle: true,
          },
          credentials: {
            accessKeyId: 'STS-ALICE-0001',
            secretAccessKey: 'sts/secret+of-alice==',
            sessionToken: 'sts-session-token-of-alice.part2.part3',
          },
        },
        {
          profile: {
            name: 'archive',
            endpoint: 'https://archive.example.org:9000',
            region: 'us-east-1',
            pathStyle: false,
          },
          credentials: { accessKeyId: 'STATIC-ARCHIVE-KEY', secretAccessKey: 'archive-secret' },
        },
      ],
      profile: full.user.profile,
      region,
    };
    const context = launchContextOf(facts);
    expect(context).toEqual({
      ...full,
      service: drawn,
      k8s: { ...full.k8s, randomSubdomain: expect.stringMatching(/^\d{1,6}$/) as unknown },
    });
    expect(launchContextOf({ ...facts, storageProfile: 'archive' })['s3']).toMatchObject({
      profileName: 'archive',
    });
  });

  test('with nothing', () => {
    const { minimal } = contexts;
    const context = launchContextOf({
      user: { idep: 'bob', email: 'bob@example.org', nomComplet: undefined, ip: undefined },
      claims: { sub: 'bob', preferred_username: 'bob' },
      accessToken: 'access-token-of-bob',
      refreshToken: '',
      darkMode: false,
      language: 'en',
      project: { id: 'user-bob' },
      password: 'bob-service-password',
      git: { name: '', email: '', cacheSeconds: 0 },
      storage: [],
      region: Region.parse({
        id: 'r',
        services: { allowedURIPattern: '^https://', expose: { domain: 'lab.example.org' } },
      }),
    });
    expect(context).toEqual({
      ...minimal,
      service: drawn,
      k8s: { ...(minimal['k8s'] as object), randomSubdomain: expect.any(String) as unknown },
    });
  });
});

test('one-time passwords differ', () => {
  expect(oneTimePassword()).not.toBe(oneTimePassword());
});
