import { describe, expect, test } from 'vitest';
import { bareEtag, compositeEtag, hidesMd5, kindOfEtag, quotedEtag } from './etag.ts';

const md5 = 'd41d8cd98f00b204e9800998ecf8427e';

describe('an ETag', () => {
  test.each([
    [`"${md5}"`, md5],
    [`W/"${md5}"`, md5],
    [`"${md5.toUpperCase()}-3"`, `${md5}-3`],
    ['"Not-Hexadecimal"', 'Not-Hexadecimal'],
    ['', ''],
  ])('%s is %s without quotes', (etag, bare) => {
    expect(bareEtag(etag)).toBe(bare);
  });

  test.each([
    [md5, `"${md5}"`],
    [`"${md5}"`, `"${md5}"`],
    [`W/"${md5}"`, `W/"${md5}"`],
    ['', ''],
  ])('%s is %s as a condition', (etag, quoted) => {
    expect(quotedEtag(etag)).toBe(quoted);
  });

  test('is the MD5 of the whole, of parts, or tells nothing', () => {
    expect(kindOfEtag(`"${md5}"`)).toBe('md5');
    expect(kindOfEtag(`"${md5}-12"`)).toBe('composite');
    expect(kindOfEtag('"aws-chunked-something"')).toBe('odd');
  });

  test.each([
    [{}, false],
    [{ 'x-amz-server-side-encryption': 'AES256' }, false],
    [{ 'x-amz-server-side-encryption': 'aws:kms' }, true],
    [{ 'x-amz-server-side-encryption': 'aws:kms:dsse' }, true],
    [{ 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, true],
  ])('with the headers %j is hidden by encryption: %s', (headers, hidden) => {
    expect(hidesMd5(headers)).toBe(hidden);
  });

  test('of parts is the MD5 over the bytes of their MD5s', () => {
    expect(compositeEtag([md5, `"${md5}"`])).toBe('5873dd45edd01f09c1ef2e7819369e8e-2');
  });
});
