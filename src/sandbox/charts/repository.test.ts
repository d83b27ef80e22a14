import { createHash } from 'node:crypto';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogs } from './catalogs.ts';
import { needsAnnotation } from './chart.ts';
import { openCatalog, startChartRepository, type ChartRepository } from './repository.ts';
import { writeArchive } from './tar.ts';

const resources = path.join(import.meta.dirname, '../../../resources/sandbox/charts');
const opened = catalogs.map(({ id }) => openCatalog(resources, id, `http://127.0.0.1:1/${id}`, {}));
const versions = opened.flatMap((catalog) => [...catalog.charts.values()].flat());
const applications = versions.filter((chart) => chart.entry.type === 'application');

let folder: string;
const settings = () => ({
  encoding: 'utf8' as const,
  env: { ...process.env, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder },
});
const helm = (...parameters: string[]) =>
  execFileSync('helm', parameters, { ...settings(), stdio: ['ignore', 'pipe', 'pipe'] });
// For calls that this very process answers.
const helmAside = async (...parameters: string[]) =>
  (await promisify(execFile)('helm', parameters, settings())).stdout;
const packed = (chart: (typeof versions)[number]) =>
  path.join(folder, `${chart.metadata.name}-${chart.metadata.version}.tgz`);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-charts-'));
  for (const chart of versions) writeFileSync(packed(chart), chart.archive);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(
  applications.map((chart) => [`${chart.metadata.name} ${chart.metadata.version}`, chart] as const),
)('%s', (_name, chart) => {
  test('passes helm lint, and its values fit its schema', () => {
    expect(helm('lint', packed(chart))).toContain('0 chart(s) failed');
  });

  test('renders objects that carry the labels by which services are found', () => {
    const release = 'check-1';
    const output = helm('template', release, packed(chart), '--namespace', 'user-alice');
    const objects = output
      .split(/^---$/m)
      .map((text) => parse(text) as Record<string, unknown> | null)
      .filter((object) => object !== null);
    const workloads = objects.filter((object) =>
      ['StatefulSet', 'Deployment', 'Job'].includes(String(object['kind'])),
    );
    expect(workloads.length).toBeGreaterThan(0);
    for (const workload of workloads) {
      expect(workload).toMatchObject({
        spec: { template: { metadata: { labels: { 'app.kubernetes.io/instance': release } } } },
      });
    }
  });

  test('starts no pod while suspended', () => {
    const output = helm('template', 'check-1', packed(chart), '--set', 'global.suspend=true');
    expect(output).toMatch(/replicas: 0|suspend: true/);
    expect(output).not.toMatch(/replicas: 1/);
  });
});

describe('development environments', () => {
  const notes = (name: string, ...sets: string[]) => {
    const chart = versions.find((each) => each.metadata.name === name)!;
    return helm(
      'install',
      'check-1',
      packed(chart),
      '--dry-run=client',
      '--output',
      'json',
      ...sets.flatMap((set) => ['--set', set]),
    );
  };

  test('have notes with address and password, in English and in French', () => {
    const english = (
      JSON.parse(
        notes(
          'workspace',
          'ingress.enabled=true',
          'ingress.hostname=a.sandbox.localhost',
          'ingress.port=8000',
          'security.password=secret-1',
        ),
      ) as { info: { notes: string } }
    ).info.notes;
    expect(english).toContain('[this link](http://a.sandbox.localhost:8000)');
    expect(/password: ?([^\n ]+)/i.exec(english)?.[1]).toBe('secret-1');
    expect(notes('workspace', 'userPreferences.language=fr', 'security.password=secret-1')).toContain(
      'Votre mot de passe : secret-1',
    );
  });

  test('are named as the release only where it says the chart', () => {
    const chart = versions.find((each) => each.metadata.name === 'workspace')!;
    expect(helm('template', 'workspace-7', packed(chart))).toContain('name: workspace-7\n');
    expect(helm('template', 'mine', packed(chart))).toContain('name: mine-workspace\n');
  });
});

describe('together, the charts', () => {
  const text = JSON.stringify(versions.map((chart) => chart.schema));

  test.each([
    ['overwriteSchemaWith', '"overwriteSchemaWith":"ide/s3.json"'],
    ['overwriteSchemaWith of an absent entry', '"overwriteSchemaWith":"ide/networking.json"'],
    ['$ref to a definition', '"$ref":"#/definitions/'],
    ['overwriteDefaultWith by reference', '"overwriteDefaultWith":"s3.AWS_ACCESS_KEY_ID"'],
    ['overwriteDefaultWith by template', '"overwriteDefaultWith":"{{service.oneTimePassword}}"'],
    ['overwriteDefaultWith by mixed text', '"overwriteDefaultWith":"Hello {{user.name}}"'],
    ['overwriteDefaultWith by array', '"overwriteDefaultWith":["'],
    ['overwriteDefaultWith by object', '"overwriteDefaultWith":{"'],
    ['overwriteListEnumWith', '"overwriteListEnumWith":"{{'],
    ['x-onyxia.hidden', '"x-onyxia":{"hidden":true'],
    ['hidden by path', '"hidden":{"value":false,"path":"kubernetes/enabled"}'],
    ['hidden by relative path', '"isPathRelative":true'],
    ['readonly', '"readonly":true'],
    ['const', '"const":'],
    ['one slider', '"sliderUnit":"Gi"'],
    ['the low end of a range', '"sliderExtremity":"down"'],
    ['the high end of a range', '"sliderExtremity":"up"'],
    ['render list', '"render":"list"'],
    ['enum', '"enum":['],
    ['minItems', '"minItems":1'],
    ['maxItems', '"maxItems":'],
    ['password', '"render":"password"'],
    ['textArea', '"render":"textArea"'],
    ['pattern', '"pattern":'],
    ['a YAML block for an object', '"labels":{"title":"Labels","type":"object","default":{}'],
    ['a YAML block for an array', '"type":"array","default":[]}'],
    ['integer', '"type":"integer"'],
    ['number', '"type":"number"'],
    ['boolean', '"type":"boolean"'],
    ['global', '"global":{"title":"Global"'],
  ])('use %s', (_construct, sample) => {
    expect(text).toContain(sample);
  });

  test('have a subchart that a value switches off, and one of the same name as its parent', () => {
    const dependencies = (name: string) =>
      versions.find((chart) => chart.metadata.name === name)?.metadata.dependencies;
    expect(dependencies('mlflow')).toContainEqual(
      expect.objectContaining({ name: 'postgresql', condition: 'postgresql.enabled' }),
    );
    expect(dependencies('postgresql')).toContainEqual(expect.objectContaining({ name: 'postgresql' }));
    const mlflow = versions.find((chart) => chart.metadata.name === 'mlflow')!;
    expect(helm('template', 'mlflow-1', packed(mlflow), '--set', 'postgresql.enabled=false')).not.toContain(
      'kind: StatefulSet',
    );
  });
});

describe('the repository', () => {
  let repository: ChartRepository;
  beforeAll(async () => {
    repository = await startChartRepository({
      folder: resources,
      port: 0,
      needs: { 'jupyter-python': undefined },
    });
  });
  afterAll(() => repository.stop());

  test('is one that real helm searches and pulls from', async () => {
    await helmAside('repo', 'add', 'ide', `${repository.url}/ide`);
    const found = JSON.parse(
      await helmAside('search', 'repo', 'workspace', '--versions', '--output', 'json'),
    ) as { version: string }[];
    expect(found.map(({ version }) => version)).toEqual(['1.1.0', '1.0.0']);
    mkdirSync(path.join(folder, 'pulled'));
    await helmAside(
      'pull',
      'ide/workspace',
      '--version',
      '1.0.0',
      '--destination',
      path.join(folder, 'pulled'),
    );
    expect(readdirSync(path.join(folder, 'pulled'))).toEqual(['workspace-1.0.0.tgz']);
  });

  test('names the digest of every archive, and serves every icon', async () => {
    for (const catalog of repository.catalogs) {
      for (const chart of [...catalog.charts.values()].flat()) {
        for (const url of chart.entry.urls) {
          const archive = Buffer.from(await (await fetch(url)).arrayBuffer());
          expect(createHash('sha256').update(archive).digest('hex')).toBe(chart.entry.digest);
        }
        if (chart.entry.type === 'library') continue;
        const icon = await fetch(String(chart.entry['icon']));
        expect(icon.headers.get('content-type')).toBe('image/svg+xml');
      }
    }
  });

  test('says what is missing on this machine, and takes it back where it is there', () => {
    const ide = repository.catalogs.find((catalog) => catalog.id === 'ide')!;
    expect(ide.charts.get('jupyter-python')?.[0]?.metadata.annotations).toBeUndefined();
    expect(ide.charts.get('rstudio')?.[0]?.metadata.annotations?.[needsAnnotation]).toContain('rstudio');
  });

  test('answers 304 to a known etag and 404 to an unknown address', async () => {
    const first = await fetch(`${repository.url}/ide/index.yaml`);
    const etag = first.headers.get('etag') ?? '';
    expect(
      (await fetch(`${repository.url}/ide/index.yaml`, { headers: { 'if-none-match': etag } })).status,
    ).toBe(304);
    expect((await fetch(`${repository.url}/ide/absent.tgz`)).status).toBe(404);
  });
});

test('an archive that we write is one that tar reads', () => {
  const file = path.join(folder, 'own.tgz');
  const content = Buffer.alloc(1300, 'x');
  writeFileSync(
    file,
    writeArchive([
      { path: 'a/b.txt', content },
      { path: 'a/empty', content: Buffer.alloc(0) },
    ]),
  );
  execFileSync('tar', ['-xzf', file, '-C', folder]);
  expect(readFileSync(path.join(folder, 'a/b.txt'))).toEqual(content);
  expect(readFileSync(path.join(folder, 'a/empty'))).toHaveLength(0);
});

test('a path too long for the format is refused', () => {
  expect(() => writeArchive([{ path: 'x'.repeat(101), content: Buffer.alloc(0) }])).toThrow(RangeError);
});
