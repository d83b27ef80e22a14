import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SnippetLanguage } from '../../../../shared/contract/storage/query.ts';
import { labStore, openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { duck, fileOf, put } from './testing/question.ts';
import { keyLines, snippetOf, type SnippetPlace } from './snippets.ts';

const awkward = [
  'plain.csv',
  'it\'s a "quote" $HOME `id`.parquet',
  'dossier é/été 100% #1 \\ back.csv',
  'line\nbreak; rm -rf.jsonl',
  'bits [1] * ? {a}.parquet',
  '🦄 and %s.bin',
];
const place = (more: Partial<SnippetPlace> = {}): SnippetPlace => ({
  endpoint: 'https://minio.example.org:9000',
  region: 'us-east-1',
  pathStyle: true,
  anonymous: false,
  bucket: 'projet-nace',
  prefix: '',
  ...more,
});

function programIn(...names: string[]): string | undefined {
  for (const name of names) {
    if (name.includes('/')) {
      if (existsSync(name)) return name;
      continue;
    }
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // Not here.
    }
  }
  return undefined;
}
const python = programIn('python3');
const mc = programIn('mc', path.join(homedir(), '.cache/lab/bin/mc'));
const aws = programIn('aws');
const rscript = programIn('Rscript');

describe('snippets', () => {
  test.each(SnippetLanguage.options)('%s holds no key and names the server', (language) => {
    for (const key of [undefined, ...awkward]) {
      const { text } = snippetOf(language, place({ key }));
      expect(text).toContain('minio.example.org:9000');
      expect(text.endsWith('\n')).toBe(true);
      expect(text).toMatch(
        language === 'python-boto3' ? /AWS_ACCESS_KEY_ID/ : /AWS_ACCESS_KEY_ID|ENV_AUTH=true|aws s3/,
      );
      expect(snippetOf(language, place({ key, anonymous: true })).text).not.toContain(
        'AWS_SECRET_ACCESS_KEY',
      );
    }
  });

  test.skipIf(!python)('Python compiles every snippet, whatever the name (needs python3)', () => {
    const texts = SnippetLanguage.options
      .filter((one) => one.startsWith('python'))
      .flatMap((language) =>
        [undefined, ...awkward].flatMap((key) =>
          [false, true].map(
            (anonymous) => snippetOf(language, place({ key, anonymous, pathStyle: !anonymous })).text,
          ),
        ),
      );
    const program = 'import ast, json, sys\nfor text in json.load(sys.stdin): ast.parse(text)';
    execFileSync(python ?? '', ['-c', program], { input: JSON.stringify(texts) });
  });

  test.skipIf(!python)('Python reads the very name back from the text (needs python3)', () => {
    for (const key of awkward) {
      const { text } = snippetOf('python-boto3', place({ key }));
      const names = execFileSync(
        python ?? '',
        [
          '-c',
          'import ast, sys, json; print(json.dumps([n.value for n in ast.walk(ast.parse(sys.stdin.read())) if isinstance(n, ast.Constant)]))',
        ],
        { input: text, encoding: 'utf8' },
      );
      expect(JSON.parse(names)).toContain(key);
    }
  });

  // R is on few machines, and nothing of this repository brings it along.
  const whereThereIsR = rscript ? test : () => {};
  whereThereIsR('R reads every snippet', () => {
    for (const language of SnippetLanguage.options.filter((one) => one.startsWith('r-')))
      for (const key of awkward)
        execFileSync(rscript ?? '', ['-e', 'invisible(parse(file("stdin")))'], {
          input: snippetOf(language, place({ key })).text,
        });
  });

  test('DuckDB reads every SQL snippet, whatever the name', async () => {
    for (const key of [undefined, ...awkward]) {
      const { text } = snippetOf('duckdb-cli', place({ key }));
      const question = text.slice(text.indexOf('SELECT *'));
      const [[json] = []] = await duck(`SELECT json_serialize_sql($sql$${question}$sql$)`);
      expect(JSON.parse(String(json))).toMatchObject({ error: false });
      const secret = text.slice(text.indexOf('CREATE SECRET'), text.indexOf('SELECT *'));
      // It is understood as far as the extension that only the network has.
      await expect(duck(secret)).rejects.toThrow(/secret type|httpfs|getenv/i);
    }
  });

  test('a POSIX shell takes the name unchanged', () => {
    for (const key of awkward) {
      const { text } = snippetOf('aws', place({ key }));
      const said = execFileSync('sh', ['-c', `aws() { printf '%s\\0' "$@"; }\n${text}`], {
        encoding: 'utf8',
      });
      expect(said.split('\0')).toContain(`s3://projet-nace/${key}`);
    }
  });

  test('keys are set as each shell wants them', () => {
    const keys = { accessKeyId: 'A', secretAccessKey: 'b\'c$d"e\\', sessionToken: 'T' };
    const bash = keyLines(keys, 'https://minio.example.org:9000', 'bash');
    const said = execFileSync(
      'sh',
      ['-c', `${bash}\nprintf '%s|%s|%s' "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" "$AWS_S3_ENDPOINT"`],
      { encoding: 'utf8' },
    );
    expect(said).toBe(`b'c$d"e\\|T|minio.example.org:9000`);
    expect(keyLines(keys, 'https://x', 'powershell')).toContain(`$env:AWS_SECRET_ACCESS_KEY = 'b''c$d"e\\'`);
    expect(keyLines(keys, 'https://x', 'r')).toContain(`Sys.setenv(AWS_SECRET_ACCESS_KEY = "b'c$d\\"e\\\\")`);
    expect(keyLines({ ...keys, sessionToken: undefined }, 'https://x', 'bash')).toContain(
      'unset AWS_SESSION_TOKEN',
    );
  });
});

describe.each(storeNames())('snippets run over %s', (name) => {
  let store: TestStore;
  let bucket: string;
  let folder: string;
  let environment: Record<string, string | undefined>;
  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
    folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-snippets-'));
    await put(store, bucket, {
      "a b/it's é.csv": 'x\n1\n',
      'a b/part.parquet': await fileOf('SELECT 1 AS x'),
    });
    const keys = await store.endpoint.credentials();
    environment = {
      PATH: `${path.dirname(mc ?? '')}:${process.env['PATH']}`,
      HOME: folder,
      AWS_ACCESS_KEY_ID: keys?.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys?.secretAccessKey,
    };
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  const here = (more: Partial<SnippetPlace>) =>
    place({ endpoint: store.endpoint.profile.endpoint, bucket, ...more });
  const shell = (text: string) =>
    execFileSync('bash', ['-ec', text], { cwd: folder, env: environment, encoding: 'utf8' });

  test.skipIf(!mc)('mc lists and copies (needs mc)', async () => {
    expect(shell(snippetOf('mc', here({ prefix: 'a b/' })).text)).toContain("it's é.csv");
    shell(snippetOf('mc', here({ prefix: 'a b/', key: "a b/it's é.csv" })).text);
    expect(await readFile(path.join(folder, "it's é.csv"), 'utf8')).toBe('x\n1\n');
  });

  test.skipIf(!aws || !labStore())('the AWS CLI lists and copies (needs aws)', async () => {
    environment['HOME'] = homedir();
    expect(shell(snippetOf('aws', here({ prefix: 'a b/' })).text)).toContain("it's é.csv");
    await rm(path.join(folder, "it's é.csv"), { force: true });
    shell(snippetOf('aws', here({ key: "a b/it's é.csv" })).text);
    expect(await readFile(path.join(folder, "it's é.csv"), 'utf8')).toBe('x\n1\n');
  });
});
