import { createHash } from 'node:crypto';
import type { RawAnswer, RawRequest } from './signed-request.ts';

/** Sends one request to the server under comparison, as root, as a person, or as nobody. */
export type Sender = (
  who: 'root' | 'alice' | 'nobody',
  request: Omit<RawRequest, 'keys'>,
) => Promise<RawAnswer>;

const xml = (answer: RawAnswer, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer.body.toString())?.[1] ?? '';

const all = (answer: RawAnswer, name: string): string[] =>
  [...answer.body.toString().matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(
    ([, text]) => text ?? '',
  );

/**
 * The same requests for any S3 server, each answer told as `status code`, and listings as their keys. `bucket` does not
 * exist yet and is gone afterwards; `folder` is a prefix of alice's own bucket.
 */
export const exchange = async (
  send: Sender,
  bucket: string,
  folder: string,
): Promise<Record<string, unknown>> => {
  const told: Record<string, unknown> = {};
  const tell = async (
    name: string,
    who: 'root' | 'alice' | 'nobody',
    method: string,
    path: string,
    more: Partial<RawRequest> = {},
  ): Promise<RawAnswer> => {
    const answer = await send(who, { method, path, ...more });
    told[name] = `${answer.status} ${answer.code ?? ''}`.trim();
    return answer;
  };
  const b = `/${bucket}`;
  const o = `${b}/folder/one.txt`;
  const md5 = '"5d41402abc4b2a76b9719d911017c592"';

  await tell('create', 'root', 'PUT', b);
  await tell('create again', 'root', 'PUT', b);
  await tell('create by a person', 'alice', 'PUT', `${b}x`);
  await tell('create with a bad name', 'root', 'PUT', '/A_');
  await tell('put', 'root', 'PUT', o, { body: 'hello', headers: { 'x-amz-meta-a': 'b' } });
  await tell('put a chunked body', 'root', 'PUT', `${b}/chunked`, { body: 'hello', payload: 'chunked' });
  await tell('put with a trailer', 'root', 'PUT', `${b}/trailer`, {
    body: '123456789',
    payload: 'unsigned-trailer',
    trailer: ['x-amz-checksum-crc32', 'y/Q5Jg=='],
  });
  await tell('put with a wrong trailer', 'root', 'PUT', `${b}/trailer`, {
    body: '123456789',
    payload: 'unsigned-trailer',
    trailer: ['x-amz-checksum-crc32', 'AAAAAA=='],
  });
  for (const [kind, value] of [
    ['crc32', 'y/Q5Jg=='],
    ['crc32c', '4waSgw=='],
    ['crc64nvme', 'rosUhgp5mIg='],
    ['sha1', '98O8HYCOBHMq32eZZczDTKeuNEE='],
    ['sha256', 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU='],
  ] as const) {
    const headers = { [`x-amz-checksum-${kind}`]: value };
    await tell(`put with ${kind}`, 'root', 'PUT', `${b}/sum`, { body: '123456789', headers });
    await tell(`put with a wrong ${kind}`, 'root', 'PUT', `${b}/sum`, { body: '12345678', headers });
  }
  await tell('wrong Content-MD5', 'root', 'PUT', o, {
    body: 'x',
    headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' },
  });
  await tell('no Content-MD5', 'root', 'PUT', o, { body: 'x', headers: { 'content-md5': 'AAAA' } });
  await tell('body other than signed', 'root', 'PUT', o, {
    body: 'x',
    spoil: (sent) => (sent.body = Buffer.from('y')),
  });
  await tell('chunk other than signed', 'root', 'PUT', o, {
    body: 'xyz',
    payload: 'chunked',
    spoil: (sent) => (sent.body = Buffer.from(sent.body.toString().replace('xy\r\n', 'xx\r\n'))),
  });
  await tell('slow clock', 'root', 'GET', o, { time: Date.now() - 1_000_000 });
  await tell('fast clock', 'root', 'GET', o, { time: Date.now() + 1_000_000 });
  await tell('changed address', 'root', 'GET', o, { spoil: (sent) => (sent.path += 'x') });
  await tell('presigned', 'root', 'GET', o, { presign: 60 });
  await tell('presigned put', 'root', 'PUT', `${b}/presigned`, { presign: 60, body: 'x' });
  await tell('presigned, expired', 'root', 'GET', o, { presign: 1, time: Date.now() - 10_000 });
  await tell('presigned for too long', 'root', 'GET', o, { presign: 604_801 });
  await tell('presigned, changed', 'root', 'GET', o, { presign: 60, spoil: (sent) => (sent.path += '0') });
  await tell('unsigned', 'nobody', 'GET', o);
  await tell('unsigned, no such bucket', 'nobody', 'GET', `${b}-none`);
  await tell('by another person', 'alice', 'GET', o);
  await tell('list by another person', 'alice', 'GET', b, { query: { 'list-type': '2' } });
  await tell('a person, no such bucket', 'alice', 'GET', `${b}-none`);

  const conditional = (headers: Record<string, string>) => ({ headers });
  await tell('get', 'root', 'GET', o);
  await tell('head', 'root', 'HEAD', o);
  await tell('head, none', 'root', 'HEAD', `${b}/none`);
  await tell('get, none', 'root', 'GET', `${b}/none`);
  await tell('get, no bucket', 'root', 'GET', `${b}-none/x`);
  await tell('range', 'root', 'GET', o, conditional({ range: 'bytes=1-2' }));
  await tell('suffix', 'root', 'GET', o, conditional({ range: 'bytes=-2' }));
  await tell('range outside', 'root', 'GET', o, conditional({ range: 'bytes=5-' }));
  await tell('several ranges', 'root', 'GET', o, conditional({ range: 'bytes=0-1,3-4' }));
  await tell('part 1', 'root', 'GET', o, { query: { partNumber: '1' } });
  await tell('part 2', 'root', 'GET', o, { query: { partNumber: '2' } });
  await tell('If-None-Match', 'root', 'GET', o, conditional({ 'if-none-match': md5 }));
  await tell('If-Match', 'root', 'GET', o, conditional({ 'if-match': md5 }));
  await tell('If-Match, other', 'root', 'GET', o, conditional({ 'if-match': '"x"' }));
  await tell(
    'If-Modified-Since',
    'root',
    'GET',
    o,
    conditional({ 'if-modified-since': new Date().toUTCString() }),
  );
  await tell(
    'If-Unmodified-Since',
    'root',
    'GET',
    o,
    conditional({ 'if-unmodified-since': new Date(0).toUTCString() }),
  );
  await tell('put If-None-Match', 'root', 'PUT', o, { body: 'x', headers: { 'if-none-match': '*' } });
  await tell('put If-None-Match, new', 'root', 'PUT', `${b}/new`, {
    body: 'x',
    headers: { 'if-none-match': '*' },
  });
  await tell('put If-Match', 'root', 'PUT', o, { body: 'hello', headers: { 'if-match': md5 } });
  await tell('put If-Match, other', 'root', 'PUT', o, { body: 'x', headers: { 'if-match': '"x"' } });
  await tell('put If-Match, none', 'root', 'PUT', `${b}/none`, { body: 'x', headers: { 'if-match': md5 } });
  await tell('storage class', 'root', 'PUT', `${b}/none`, {
    body: 'x',
    headers: { 'x-amz-storage-class': 'NOPE' },
  });
  await tell('long key', 'root', 'PUT', `${b}/${'k'.repeat(1025)}`, { body: 'x' });
  await tell('empty component', 'root', 'PUT', `${b}/a//b`, { body: 'x' });

  const copy = (source: string, more = {}) => ({ headers: { 'x-amz-copy-source': source, ...more } });
  await tell('copy', 'root', 'PUT', `${b}/copy`, copy(o));
  await tell('copy onto itself', 'root', 'PUT', o, copy(o));
  await tell('copy, other metadata', 'root', 'PUT', o, copy(o, { 'x-amz-metadata-directive': 'REPLACE' }));
  await tell('copy of none', 'root', 'PUT', `${b}/copy`, copy(`${b}/none`));
  await tell('copy, condition', 'root', 'PUT', `${b}/copy`, copy(o, { 'x-amz-copy-source-if-match': '"x"' }));
  await tell('copy of nonsense', 'root', 'PUT', `${b}/copy`, copy('nonsense'));

  for (const key of ['l/0', 'l/a/1', 'l/a/2', 'l/a0', 'l/b c', 'l/é', 'l/z/1'])
    await send('root', { method: 'PUT', path: `${b}/${key}`, body: '' });
  const list = async (name: string, query: Record<string, string>): Promise<RawAnswer> => {
    const answer = await tell(name, 'root', 'GET', b, { query });
    told[`${name}: keys`] = [...all(answer, 'Key'), '|', ...all(answer, 'Prefix')].join(' ');
    told[`${name}: rest`] = ['IsTruncated', 'KeyCount', 'MaxKeys']
      .map((field) => xml(answer, field))
      .join(' ');
    return answer;
  };
  const page = await list('list', { 'list-type': '2', prefix: 'l/', delimiter: '/', 'max-keys': '2' });
  const token = xml(page, 'NextContinuationToken');
  await list('list on', { 'list-type': '2', prefix: 'l/', delimiter: '/', 'continuation-token': token });
  await list('list after', { 'list-type': '2', 'start-after': 'l/a/1', 'max-keys': '3' });
  await list('list encoded', { 'list-type': '2', prefix: 'l/', 'encoding-type': 'url' });
  await list('list 1', { prefix: 'l/', delimiter: '/' });
  await list('list 1 on', { prefix: 'l/', marker: 'l/a0' });
  await list('list none', { 'list-type': '2', 'max-keys': '0' });
  await list('list many', { 'list-type': '2', 'max-keys': '5000', prefix: 'l/z' });
  await tell('list, bad number', 'root', 'GET', b, { query: { 'max-keys': '-1' } });
  await tell('list, bad encoding', 'root', 'GET', b, { query: { 'encoding-type': 'x' } });
  await tell('list, bad token', 'root', 'GET', b, { query: { 'list-type': '2', 'continuation-token': '%' } });

  const begun = await tell('begin', 'root', 'POST', `${b}/big`, { query: { uploads: '' } });
  const uploadId = xml(begun, 'UploadId');
  const part = (partNumber: string, id = uploadId) => ({
    query: { partNumber, uploadId: id },
    body: 'hello',
  });
  await tell('part', 'root', 'PUT', `${b}/big`, part('1'));
  await tell('second part', 'root', 'PUT', `${b}/big`, part('2'));
  await tell('part 0', 'root', 'PUT', `${b}/big`, part('0'));
  await tell('part 10001', 'root', 'PUT', `${b}/big`, part('10001'));
  await tell('part of none', 'root', 'PUT', `${b}/big`, part('1', 'none'));
  const copied = { ...part('3'), body: '', headers: { 'x-amz-copy-source': o } };
  await tell('copied part', 'root', 'PUT', `${b}/big`, copied);
  const ranged = (range: string) => ({
    ...copied,
    headers: { ...copied.headers, 'x-amz-copy-source-range': range },
  });
  await tell('copied range', 'root', 'PUT', `${b}/big`, ranged('bytes=0-1'));
  await tell('copied range outside', 'root', 'PUT', `${b}/big`, ranged('bytes=0-100'));
  await tell('copied range, half', 'root', 'PUT', `${b}/big`, ranged('bytes=1-'));
  const parts = await tell('list parts', 'root', 'GET', `${b}/big`, {
    query: { uploadId, 'max-parts': '2' },
  });
  told['list parts: numbers'] = [
    ...all(parts, 'PartNumber'),
    ...all(parts, 'Size'),
    xml(parts, 'IsTruncated'),
  ].join(' ');
  await tell('list parts of none', 'root', 'GET', `${b}/big`, { query: { uploadId: 'none' } });
  const complete = (list: readonly (readonly [number, string])[]) => ({
    query: { uploadId },
    body: `<CompleteMultipartUpload>${list.map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`).join('')}</CompleteMultipartUpload>`,
  });
  await tell(
    'complete, small',
    'root',
    'POST',
    `${b}/big`,
    complete([
      [1, md5],
      [2, md5],
    ]),
  );
  await tell(
    'complete, order',
    'root',
    'POST',
    `${b}/big`,
    complete([
      [2, md5],
      [1, md5],
    ]),
  );
  await tell('complete, other etag', 'root', 'POST', `${b}/big`, complete([[1, '"x"']]));
  await tell('complete, no parts', 'root', 'POST', `${b}/big`, complete([]));
  await tell('complete, no XML', 'root', 'POST', `${b}/big`, { query: { uploadId }, body: 'nonsense' });
  await tell('complete If-Match', 'root', 'POST', `${b}/big`, {
    ...complete([[1, md5]]),
    headers: { 'if-match': md5 },
  });
  const done = await tell('complete', 'root', 'POST', `${b}/big`, complete([[1, md5]]));
  told['complete: etag'] = xml(done, 'ETag');
  await tell('complete again', 'root', 'POST', `${b}/big`, complete([[1, md5]]));
  await tell('abort none', 'root', 'DELETE', `${b}/big`, { query: { uploadId: 'none' } });

  const tags = (body: string) => ({
    query: { tagging: '' },
    body: `<Tagging><TagSet>${body}</TagSet></Tagging>`,
  });
  const tag = '<Tag><Key>a</Key><Value>b</Value></Tag>';
  await tell('tag', 'root', 'PUT', o, tags(tag));
  await tell('tag twice', 'root', 'PUT', o, tags(tag + tag));
  await tell('tag none', 'root', 'PUT', `${b}/none`, tags(tag));
  await tell('tags', 'root', 'GET', o, { query: { tagging: '' } });
  await tell('untag', 'root', 'DELETE', o, { query: { tagging: '' } });
  for (const name of [
    'policy',
    'cors',
    'location',
    'versioning',
    'tagging',
    'lifecycle',
    'encryption',
    'object-lock',
    'notification',
    'website',
    'acl',
  ])
    await tell(`never set: ${name}`, 'root', 'GET', b, { query: { [name]: '' } });
  const policy = (body: string) => ({ query: { policy: '' }, body });
  const open = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/folder/*`,
  };
  const document = (statement: unknown) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await tell('policy, no JSON', 'root', 'PUT', b, policy('nonsense'));
  await tell(
    'policy of another',
    'root',
    'PUT',
    b,
    policy(document({ ...open, Resource: 'arn:aws:s3:::other/*' })),
  );
  await tell('policy', 'root', 'PUT', b, policy(document(open)));
  await tell('unsigned, opened', 'nobody', 'GET', o);
  await tell('unsigned, beside it', 'nobody', 'GET', `${b}/big`);
  await tell('unsigned list', 'nobody', 'GET', b, { query: { prefix: 'folder/' } });
  await tell('unsigned write', 'nobody', 'PUT', o, { body: 'x' });
  await tell('no policy', 'root', 'DELETE', b, { query: { policy: '' } });

  const versioning = (status: string) => ({
    query: { versioning: '' },
    body: `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`,
  });
  await tell('versioning, nonsense', 'root', 'PUT', b, versioning('Nope'));
  await tell('versioning', 'root', 'PUT', b, versioning('Enabled'));
  const first = await tell('first version', 'root', 'PUT', `${b}/v`, { body: '1' });
  const versionId = String(first.headers['x-amz-version-id']);
  await tell('hide', 'root', 'DELETE', `${b}/v`);
  await tell('hidden', 'root', 'GET', `${b}/v`);
  await tell('first version again', 'root', 'GET', `${b}/v`, { query: { versionId } });
  await tell('null version', 'root', 'GET', o, { query: { versionId: 'null' } });
  await tell('version, nonsense', 'root', 'GET', `${b}/v`, { query: { versionId: 'nonsense' } });
  const unknown = '3f1c0c60-9d3b-4f6e-8d2a-111111111111';
  await tell('version, unknown', 'root', 'GET', `${b}/v`, { query: { versionId: unknown } });
  await tell('delete unknown version', 'root', 'DELETE', `${b}/v`, { query: { versionId: unknown } });
  const versions = await tell('versions', 'root', 'GET', b, { query: { versions: '', prefix: 'v' } });
  told['versions: latest'] = all(versions, 'IsLatest').toSorted().join(' ');
  const marker = /<DeleteMarker>.*?<VersionId>([^<]*)</s.exec(versions.body.toString())?.[1] ?? '';
  await tell('get a marker', 'root', 'GET', `${b}/v`, { query: { versionId: marker } });
  await tell('bring back', 'root', 'DELETE', `${b}/v`, { query: { versionId: marker } });
  await tell('back', 'root', 'GET', `${b}/v`);
  await tell('remove, not empty', 'root', 'DELETE', b);
  const left = await send('root', { method: 'GET', path: b, query: { versions: '' } });
  const keys = all(left, 'Key');
  const ids = all(left, 'VersionId');
  const objects = keys
    .map((key, index) => `<Object><Key>${key}</Key><VersionId>${ids[index]}</VersionId></Object>`)
    .join('');
  const many = (body: string): Partial<RawRequest> => ({
    query: { delete: '' },
    body,
    headers: { 'content-md5': createHash('md5').update(body).digest('base64') },
  });
  await tell('delete many, no digest', 'root', 'POST', b, { query: { delete: '' }, body: 'nonsense' });
  await tell('delete many, no XML', 'root', 'POST', b, many('nonsense'));
  const deleted = await tell('delete many', 'root', 'POST', b, many(`<Delete>${objects}</Delete>`));
  told['delete many: keys'] = all(deleted, 'Key').toSorted().join(' ');
  await tell('remove', 'root', 'DELETE', b);
  await tell('removed', 'root', 'DELETE', b);
  await tell('removed, head', 'root', 'HEAD', b);

  const own = `/alice/${folder}/x`;
  await tell('a person puts', 'alice', 'PUT', own, { body: 'x' });
  await tell('a person gets', 'alice', 'GET', own);
  await tell('a person deletes', 'alice', 'DELETE', own);
  await tell('a person reads another', 'alice', 'GET', '/bob', { query: { 'list-type': '2' } });
  await tell('a person lists the public one', 'alice', 'GET', '/diffusion', { query: { 'list-type': '2' } });
  await tell('a person writes to the public one', 'alice', 'PUT', '/diffusion/x', { body: 'x' });
  const buckets = await tell('a person lists buckets', 'alice', 'GET', '/');
  told['buckets of a person'] = all(buckets, 'Name').toSorted().join(' ');
  await tell('everyone lists the public one', 'nobody', 'GET', '/diffusion', { query: { 'list-type': '2' } });
  await tell('everyone lists buckets', 'nobody', 'GET', '/');
  await tell('a method without meaning', 'root', 'PATCH', own, { body: 'x' });
  return told;
};
