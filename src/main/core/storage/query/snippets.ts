/** Ready code that reads an object or what lies below a prefix. Keys come from the environment, never from the text. Pure. */
import type { z } from 'zod';
import type { SnippetLanguage } from '../../../../shared/contract/storage/query.ts';
import { pythonSnippets } from './snippets-python.ts';
import { rSnippets } from './snippets-r.ts';
import { shellSnippets } from './snippets-shell.ts';

export interface SnippetPlace {
  /** Address of the server, with its scheme. */
  readonly endpoint: string;
  readonly region: string;
  readonly pathStyle: boolean;
  /** No keys are needed. */
  readonly anonymous: boolean;
  readonly bucket: string;
  /** Empty or ending with a slash. */
  readonly prefix: string;
  /** Absent: everything below the prefix. */
  readonly key?: string | undefined;
}

type Language = z.infer<typeof SnippetLanguage>;

const all: Readonly<Record<Language, (place: SnippetPlace) => { text: string; language: string }>> = {
  ...rSnippets,
  ...pythonSnippets,
  ...shellSnippets,
};

/** The code, and the language in which an editor is to colour it. */
export function snippetOf(language: Language, place: SnippetPlace): { text: string; language: string } {
  return all[language](place);
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Lines that set the variables from which all snippets read; a session token of before is taken away where there is none now. */
export function keyLines(keys: Keys, endpoint: string, shell: 'bash' | 'powershell' | 'r'): string {
  const values = [
    ['AWS_ACCESS_KEY_ID', keys.accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', keys.secretAccessKey],
    ['AWS_SESSION_TOKEN', keys.sessionToken ?? ''],
    ['AWS_S3_ENDPOINT', new URL(endpoint).host],
  ] as const;
  const line = {
    bash: ([name, value]: readonly [string, string]) =>
      value ? `export ${name}='${value.replaceAll("'", "'\\''")}'` : `unset ${name}`,
    powershell: ([name, value]: readonly [string, string]) =>
      value
        ? `$env:${name} = '${value.replaceAll("'", "''")}'`
        : `Remove-Item Env:${name} -ErrorAction Ignore`,
    r: ([name, value]: readonly [string, string]) =>
      value ? `Sys.setenv(${name} = ${JSON.stringify(value)})` : `Sys.unsetenv("${name}")`,
  }[shell];
  return `${values.map(line).join('\n')}\n`;
}
