import { expect, test } from 'vitest';
import { assignments, command, commandsFor } from './secret-commands.ts';
import { changeablePath, fullPath } from './secret-path.ts';

const refused = (reason: string) =>
  expect.objectContaining({ data: expect.objectContaining({ reason }) as unknown }) as Error;

test.each(['../bob/x', 'a/../../bob', 'a//b', '/a', '.', 'a\nb', ' a', 'a '])(
  'the path %j never leaves for Vault',
  (path) => {
    expect(() => fullPath('alice', path)).toThrowError(refused('secret-name'));
  },
);

test.each(['a', 'a b/c%2F', '...', '.hidden', 'é/ü', 'a/', ''])(
  'the path %j stays below the folder',
  (path) => {
    expect(fullPath('alice', path)).toBe(`alice${path === '' ? '' : '/'}${path.replace(/\/$/, '')}`);
  },
);

test('settings of Onyxia and folders are not changed', () => {
  expect(() => changeablePath('alice', '.onyxia/gitName')).toThrowError(refused('secret-of-onyxia'));
  expect(() => changeablePath('alice', 'a/')).toThrowError(refused('secret-name'));
  expect(changeablePath('alice', '.onyxia')).toBe('alice/.onyxia');
});

test('commands are what a shell reads, and hold names of variables instead of values', () => {
  expect(command('onyxia-kv', 'put', "alice/it's %", '-cas=2', ...assignments(['A', 'b-c']))).toBe(
    `vault kv put -mount=onyxia-kv -cas=2 'alice/it'\\''s %' A="$A" b-c="$VALUE_2"`,
  );
  expect(commandsFor({ url: 'https://v', mount: 'kv' }, 'alice', true)).toContain(
    'vault kv list -mount=kv alice',
  );
});
