import { X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAuthority, loopbackNames } from './authority.ts';
import { inFolder } from './testing/folder.ts';

describe('the authority', () => {
  test('is kept, signs servers for every loopback name, and its key is private', () =>
    inFolder(async (folder) => {
      const first = await createAuthority(folder);
      const second = await createAuthority(folder);
      expect(second.certificate).toBe(first.certificate);
      expect((await stat(path.join(folder, 'authority.key'))).mode & 0o777).toBe(0o600);
      const server = new X509Certificate(second.signServer().certificate);
      const root = new X509Certificate(first.certificate);
      expect(server.verify(root.publicKey) && server.checkIssued(root)).toBe(true);
      expect(root.ca && !server.ca).toBe(true);
      for (const name of loopbackNames)
        expect(server.subjectAltName).toContain(name === '::1' ? '0:0:0:0:0:0:0:1' : name);
      const client = new X509Certificate(second.signClient({ name: 'é', groups: ['a', 'b'] }).certificate);
      expect(client.subject).toBe('O=a\nO=b\nCN=é');
    }));
});
