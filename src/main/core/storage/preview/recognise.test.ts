import { afterAll, describe, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { startLooking } from './testing/looking.ts';
import { headersOf, mediaOf } from './media.ts';

const looking = startLooking();
afterAll(() => looking.close());
const bytes = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(64)]);
const png = bytes('\u0089PNG\r\n\u001a\n');

describe('what an object is', () => {
  test.each([
    ['png', 'image/png', png],
    ['jpeg', 'image/jpeg', bytes('\u00ff\u00d8\u00ff\u00e0')],
    ['gif', 'image/gif', bytes('GIF89a')],
    ['webp', 'image/webp', bytes('RIFF\u0000\u0000\u0000\u0000WEBPVP8 ')],
    ['avif', 'image/avif', bytes('\u0000\u0000\u0000\u001cftypavif\u0000\u0000\u0000\u0000mif1')],
    [
      'bmp',
      'image/bmp',
      bytes('BM\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0036\u0000\u0000\u0000\u0028'),
    ],
    ['svg', 'image/svg+xml', bytes('<?xml version="1.0"?><!-- a --><!DOCTYPE svg><svg onload="x()">')],
    ['pdf', 'application/pdf', bytes('%PDF-1.7')],
    ['mp3', 'audio/mpeg', bytes('ID3\u0004')],
    ['wav', 'audio/wav', bytes('RIFF\u0000\u0000\u0000\u0000WAVE')],
    ['flac', 'audio/flac', bytes('fLaC')],
    ['ogg', 'audio/ogg', bytes('OggS\u0000')],
    ['m4a', 'audio/mp4', bytes('\u0000\u0000\u0000\u0020ftypM4A ')],
    ['mp4', 'video/mp4', bytes('\u0000\u0000\u0000\u0020ftypisom')],
    ['webm', 'video/webm', bytes('\u001aE\u00df\u00a3\u0001\u0000webm')],
  ])('%s is served as %s, whatever its name', async (_, type, head) => {
    expect(mediaOf(head)?.type).toBe(type);
    const preview = await looking.at('page.html', head);
    expect(preview).toMatchObject({ address: `/blobs/object/${type}` });
    expect(headersOf(type)).toMatchObject({
      'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
    });
  });

  test('HTML, and what only mentions svg, is text and never served', async () => {
    for (const text of ['<html><svg></svg></html>', '<!-- <svg> --><html>', '<script>1</script>'])
      expect((await looking.at('a.svg', text)).kind).toBe('text');
  });

  test.each([
    ['a.pdf', png, 'image', { extension: 'pdf', found: 'png' }],
    ['a.png', Buffer.from('hello'), 'text', { extension: 'png', found: 'text' }],
    ['a.parquet', bytes('%PDF-1.4'), 'pdf', { extension: 'parquet', found: 'pdf' }],
    ['a.jpeg', bytes('\u00ff\u00d8\u00ff\u00e0'), 'image', undefined],
  ])('%s is believed by its bytes, and it is said', async (name, head, kind, mismatch) => {
    const preview = await looking.at(name, head);
    expect(preview.kind).toBe(kind);
    expect(preview.mismatch).toEqual(mismatch);
  });

  test.each([
    ['m.rds', gzipSync('X\n'), 'rds', 'code'],
    ['m.pkl', Buffer.from('\u0080\u0004\u0095abc.', 'latin1'), 'pickle', 'code'],
    ['m.joblib', Buffer.from('\u0080\u0004', 'latin1'), 'joblib', 'code'],
    ['m.bin', Buffer.from('\u0080\u0004\u0095abc.', 'latin1'), 'pickle', 'code'],
    ['m.pt', bytes('PK\u0003\u0004'), 'pytorch', 'code'],
    ['t.dta', bytes('<stata_dta><header>'), 'dta', 'no-reader'],
    ['t.feather', bytes('ARROW1'), 'arrow', 'no-reader'],
    ['t.xls', bytes('\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1'), 'xls', 'no-reader'],
    ['t.gpg', Buffer.from('-----BEGIN PGP MESSAGE-----\n'), 'encrypted', 'encrypted'],
    ['t.parquet', bytes('PARE'), 'parquet', 'encrypted'],
    ['folder/', Buffer.alloc(0), 'folder', 'folder'],
  ])('%s is named, never opened', async (name, head, format, reason) => {
    expect(await looking.as('named', name, head)).toMatchObject({ format, reason });
  });
});
