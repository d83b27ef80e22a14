/** The commands of Vault's own program that do the same, without values. All pure. */

export interface Place {
  readonly url: string;
  readonly mount: string;
}

/** `vault kv get -mount=onyxia-kv alice/db`: `verb` may hold several words. */
export function command(mount: string, verb: string, path: string, ...rest: readonly string[]): string {
  const flags = rest.filter((one) => one.startsWith('-'));
  const others = rest.filter((one) => !one.startsWith('-'));
  return ['vault kv', verb, `-mount=${quoted(mount)}`, ...flags, quoted(path), ...others].join(' ');
}

/** What stands for values in `vault kv put`: each an environment variable of the key's name. */
export function assignments(keys: readonly string[]): string[] {
  return keys.map((key, index) => {
    const variable = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : `VALUE_${index + 1}`;
    return `${quoted(key)}="$${variable}"`;
  });
}

/** All that one may want to run about a secret, one command a line. */
export function commandsFor({ url, mount }: Place, path: string, isFolder: boolean): string {
  return [
    `export VAULT_ADDR=${quoted(url)}`,
    'vault login -method=oidc',
    ...(isFolder
      ? [command(mount, 'list', path)]
      : [
          command(mount, 'get', path),
          command(mount, 'metadata get', path),
          command(mount, 'patch', path, 'KEY="$KEY"'),
        ]),
  ].join('\n');
}

/** A word as a POSIX shell reads it. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
