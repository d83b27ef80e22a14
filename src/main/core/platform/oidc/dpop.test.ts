import { createHash, createPublicKey } from 'node:crypto';
import { jwtVerify, type JWK } from 'jose';
import { expect, test } from 'vitest';
import { createDpopKey, dpopProof } from './dpop.ts';

test('a proof is signed by its own key and names the request without its query', async () => {
  const key = createDpopKey();
  const proof = dpopProof(key, {
    method: 'put',
    address: 'https://o.example/api/my-lab/app?x=1#f',
    accessToken: 'token',
    time: 1_800_000_000.7,
    nonce: 'n',
  });
  const header = JSON.parse(Buffer.from(proof.split('.')[0] ?? '', 'base64url').toString()) as { jwk: JWK };
  expect(header.jwk).not.toHaveProperty('d');
  const { payload, protectedHeader } = await jwtVerify(
    proof,
    createPublicKey({ key: header.jwk, format: 'jwk' }),
    { currentDate: new Date(1_800_000_000_000) },
  );
  expect(protectedHeader).toMatchObject({ typ: 'dpop+jwt', alg: 'ES256' });
  expect(payload).toMatchObject({
    htm: 'PUT',
    htu: 'https://o.example/api/my-lab/app',
    iat: 1_800_000_000,
    nonce: 'n',
    ath: createHash('sha256').update('token').digest('base64url'),
  });
  const other = dpopProof(key, {
    method: 'PUT',
    address: 'https://o.example/',
    accessToken: 'token',
    time: 1,
  });
  expect(JSON.parse(Buffer.from(other.split('.')[1] ?? '', 'base64url').toString())).not.toHaveProperty(
    'nonce',
  );
});
