import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { startLooking } from './testing/looking.ts';

const looking = startLooking();
afterAll(() => looking.close());

describe('text', () => {
  test.each([
    ['UTF-8', 'utf-8', Buffer.from('prénom\ncœur\n')],
    ['UTF-8 with a mark', 'utf-8-bom', Buffer.from('\ufeffprénom\ncœur\n')],
    ['UTF-16 with a mark', 'utf-16le', Buffer.from('\ufeffprénom\ncœur\n', 'utf16le')],
    ['UTF-16 without one', 'utf-16le', Buffer.from('prénom\ncœur\n', 'utf16le')],
    ['big-endian UTF-16', 'utf-16be', Buffer.from('\ufeffprénom\ncœur\n', 'utf16le').swap16()],
    ['Windows-1252', 'windows-1252', Buffer.from('pr\u00e9nom\nc\u009cur\n', 'latin1')],
  ])('in %s is read', async (_, encoding, bytes) => {
    const preview = await looking.as('text', 'a/notes.txt', bytes);
    expect(preview).toMatchObject({ text: 'prénom\ncœur\n', encoding, truncated: false, canEdit: true });
  });

  test('with a byte that Windows-1252 does not know is Latin-1', async () => {
    const preview = await looking.as('text', 'a.txt', Buffer.from('\u00e9\u0081', 'latin1'));
    expect(preview).toMatchObject({ text: 'é\u0081', encoding: 'iso-8859-1' });
  });

  test('of several mebibytes is cut at a line, and only its beginning is fetched', async () => {
    const line = `${'é'.repeat(50)}\n`;
    const preview = await looking.as('text', 'long.log', line.repeat(40_000));
    expect(preview.truncated).toBe(true);
    expect(preview.text.endsWith('é\n')).toBe(true);
    expect(preview.text).not.toContain('\ufffd');
    expect(preview.bytesFetched).toBe(1024 * 1024);
  });

  test('in one line of 5 MiB is cut at a character', async () => {
    const preview = await looking.as('text', 'line.txt', `x${'é'.repeat(2_600_000)}`);
    expect(preview.text).not.toContain('\ufffd');
    expect(preview.text.length).toBeGreaterThan(500_000);
  });

  test.each([
    ['a.py', '', 'python'],
    ['a.R', '', 'r'],
    ['Dockerfile', 'FROM x', 'dockerfile'],
    ['script', '#!/usr/bin/env python3\n', 'python'],
    ['script', '#!/bin/bash\n', 'shell'],
    ['constructor', 'x', 'plaintext'],
    ['a.constructor', 'x', 'plaintext'],
    ['page.html', '<html><script>alert(1)</script></html>', 'html'],
  ])('%s with %j is %s', async (name, text, language) => {
    expect(await looking.as('text', name, text)).toMatchObject({ language });
  });

  test('that is empty is an empty text', async () => {
    expect(await looking.as('text', 'new.csv', '')).toMatchObject({ text: '', size: 0, canEdit: true });
  });

  test('that is stored packed is unpacked, and cannot be edited', async () => {
    const preview = await looking.as('text', 'a.txt', gzipSync('bonjour'), 'gzip');
    expect(preview).toMatchObject({ text: 'bonjour', canEdit: false });
  });

  test('in markdown is markdown', async () => {
    expect(await looking.as('markdown', 'README.md', '# Title')).toMatchObject({ text: '# Title' });
  });

  test('is not what holds zeros: its first bytes are shown', async () => {
    const preview = await looking.as('bytes', 'a.txt', Buffer.alloc(10_000));
    expect(preview.hex).toHaveLength(8192);
    expect(preview.mismatch).toEqual({ extension: 'txt', found: 'bytes' });
  });
});
