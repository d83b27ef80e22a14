import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findMc, labFacts } from './testing/lab.ts';
import { startTestServer } from './testing/start.ts';

const mc = findMc(await labFacts());
const run = promisify(execFile);

test.skipIf(!mc)(
  'mc copies, lists, compares, shares and removes (needs mc on the PATH or SARDONYX_LAB)',
  async () => {
    if (!mc) return;
    await using server = await startTestServer();
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-mc-'));
    const { accessKey, secret } = server.s3.rootKeys;
    const env = {
      ...process.env,
      MC_CONFIG_DIR: join(folder, 'config'),
      MC_HOST_box: server.s3.url.replace('http://', `http://${accessKey}:${secret}@`),
    };
    const call = async (...args: string[]): Promise<string> =>
      (await run(mc, ['--quiet', ...args], { env })).stdout;
    try {
      await mkdir(join(folder, 'up', 'sub'), { recursive: true });
      // Over 64 MiB, so that mc uploads it in parts.
      const big = randomBytes(70 << 20);
      await writeFile(join(folder, 'up', 'big.bin'), big);
      await writeFile(join(folder, 'up', 'sub', 'é +&.txt'), 'small');
      await call('mb', 'box/made-by-mc');
      await call('cp', '--recursive', `${folder}/up/`, 'box/made-by-mc/');
      expect(await call('ls', '--recursive', 'box/made-by-mc')).toMatch(
        /70MiB STANDARD big\.bin[^]*sub\/é \+&\.txt/,
      );
      expect(await call('stat', 'box/made-by-mc/big.bin')).toMatch(/ETag +: [0-9a-f]{32}-\d+/);
      await call('mirror', 'box/made-by-mc', join(folder, 'down'));
      expect((await readFile(join(folder, 'down', 'big.bin'))).equals(big)).toBe(true);
      expect(await call('diff', `${folder}/up`, 'box/made-by-mc')).toBe('');
      expect(await call('cat', 'box/made-by-mc/sub/é +&.txt')).toBe('small');
      await call('anonymous', 'set', 'download', 'box/made-by-mc');
      expect(
        await (await fetch(`${server.s3.url}/made-by-mc/sub/${encodeURIComponent('é +&.txt')}`)).text(),
      ).toBe('small');
      const shared =
        /Share: (\S+)/.exec(await call('share', 'download', 'box/made-by-mc/big.bin'))?.[1] ?? '';
      expect((await (await fetch(shared)).arrayBuffer()).byteLength).toBe(70 << 20);
      await call('tag', 'set', 'box/made-by-mc/big.bin', 'a=b');
      expect(await call('tag', 'list', 'box/made-by-mc/big.bin')).toContain('a');
      await call('version', 'enable', 'box/made-by-mc');
      await call('cp', 'box/made-by-mc/big.bin', 'box/made-by-mc/copy.bin');
      await call('rm', 'box/made-by-mc/copy.bin');
      expect(await call('ls', '--versions', 'box/made-by-mc/copy.bin')).toContain('DEL');
      await call('rb', '--force', 'box/made-by-mc');
      expect(await call('ls', 'box')).not.toContain('made-by-mc');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
