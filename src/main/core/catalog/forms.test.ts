import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { FormEdit } from '../../../shared/contract/catalog.ts';
import type { LaunchForm } from '../../../shared/contract/launch-form.ts';
import { live } from '../live.ts';
import type { ChartVersion } from './chart-source.ts';
import { createForms, type FormOpening } from './forms.ts';
import { helmCommand } from './helm-command.ts';
import { newReleaseName } from './release-name.ts';
import type { Workplace } from './workplace.ts';

const schema = {
  type: 'object',
  properties: {
    replicas: { type: 'integer', default: 1, minimum: 1 },
    resources: {
      type: 'object',
      properties: {
        requests: {
          type: 'object',
          properties: {
            cpu: { type: 'string', default: '500m' },
            memory: { type: 'string', default: '2Gi' },
          },
        },
      },
    },
    security: {
      type: 'object',
      properties: {
        password: {
          type: 'string',
          render: 'password',
          'x-onyxia': { overwriteDefaultWith: '{{service.oneTimePassword}}' },
        },
      },
    },
    s3: {
      type: 'object',
      properties: {
        bucket: { type: 'string', 'x-onyxia': { overwriteDefaultWith: '{{s3.bucket}}' }, default: 'none' },
        url: {
          type: 'string',
          'x-onyxia': { overwriteDefaultWith: 'https://{{s3.AWS_SECRET_ACCESS_KEY}}@host' },
          default: '',
        },
      },
    },
    env: {
      type: 'array',
      default: [],
      items: { type: 'object', properties: { name: { type: 'string', default: 'NAME' } } },
    },
  },
};

const context = (profile?: string) => ({
  service: { oneTimePassword: 'one-time-password' },
  s3: { bucket: profile ?? 'first', AWS_SECRET_ACCESS_KEY: 'very-secret-key-of-s3' },
});

const chart = (version: string): ChartVersion => ({
  version,
  schema: version === '3.0.0' ? { type: 'object', properties: { bad: { type: 'strange' } } } : schema,
  valuesYaml: 'replicas: 1\n',
  dependencies: [],
});

const workplace: Workplace = {
  key: 'sandbox/alice/personal',
  store: undefined as never,
  source: {
    list: async () => [],
    describe: async () => ({
      versions: [{ version: '2.0.0' }, { version: '1.0.0' }, { version: '3.0.0' }],
      sources: [],
      maintainers: [],
    }),
    open: async (_, version) => chart(version),
  },
  namespace: 'user-alice',
  canShare: false,
  storageProfiles: ['first', 'second'],
  context: async (profile) => context(profile),
  configurations: {
    state: live({ configurations: [], kept: 'laptop' as const }),
    change: async () => 'laptop' as const,
  },
  quota: () => [{ name: 'requests.cpu', used: 1, hard: 4 }],
  fetchBytes: () => Promise.reject(new Error('no network')),
};

const listed = { name: 'jupyter', version: '2.0.0', description: 'An IDE', keywords: [] };
async function open(opening: Partial<FormOpening> = {}) {
  const forms = createForms(() => undefined);
  const form = await forms.open(workplace, listed, 'https://charts.example', {
    chart: { catalogId: 'ide', name: 'jupyter' },
    ...opening,
  });
  return { forms, form, edit: (edit: FormEdit): Promise<LaunchForm> => forms.edit(form.formId, edit) };
}

describe('an open launch form', () => {
  test('shows no secret anywhere, but launches with all of them', async () => {
    const { forms, form } = await open();
    const shown = JSON.stringify(form);
    expect(shown).not.toContain('one-time-password');
    expect(shown).not.toContain('very-secret-key-of-s3');
    expect(forms.request(form.formId).values).toMatchObject({
      security: { password: 'one-time-password' },
      s3: { url: 'https://very-secret-key-of-s3@host' },
    });
    expect(forms.revealed(form.formId, ['security', 'password'])).toBe('one-time-password');
  });

  test('names the icon at its address on this host: a page may load no picture from elsewhere', async () => {
    const forms = createForms(() => undefined);
    const drawn = { ...listed, icon: 'https://charts.example/jupyter.svg' };
    const form = await forms.open(workplace, drawn, 'https://charts.example', {
      chart: { catalogId: 'ide', name: 'jupyter' },
    });
    expect(form.icon).toMatch(/^\/blobs\/icon\/[0-9a-f]{32}$/);
  });

  test('an edit of the text keeps the secrets that stand in it as placeholders', async () => {
    const { forms, form, edit } = await open();
    const after = await edit({ kind: 'yaml', text: form.yaml.replace('replicas: 1', 'replicas: 3') });
    expect(forms.request(form.formId).values).toMatchObject({
      replicas: 3,
      security: { password: 'one-time-password' },
    });
    expect(after.differences).toEqual([{ path: ['replicas'], from: '1', to: '3' }]);
  });

  test('text that is no YAML is kept as typed, with the place of the fault, and the values stay', async () => {
    const { forms, form, edit } = await open();
    const after = await edit({ kind: 'yaml', text: 'replicas: 3\nother: [1,\n' });
    expect(after.yaml).toBe('replicas: 3\nother: [1,\n');
    expect(after.yamlProblem).toMatchObject({ line: expect.any(Number) });
    expect(forms.request(form.formId).values).toMatchObject({ replicas: 1 });
  });

  test('text that lacks what the form needs keeps the form that was there and says what is missing', async () => {
    const { form, edit } = await open();
    const after = await edit({ kind: 'yaml', text: 'replicas: 3\n' });
    expect(after.schemaProblems).toEqual([]);
    expect(after.form).toEqual(form.form);
    expect(after.yamlProblem?.message).not.toBe('');
    const again = await edit({ kind: 'reset' });
    expect(again.yamlProblem).toBeUndefined();
  });

  test('a typed password is a secret at once', async () => {
    const { forms, form, edit } = await open();
    const after = await edit({ kind: 'set', path: ['security', 'password'], value: 'my-own-password' });
    expect(JSON.stringify(after)).not.toContain('my-own-password');
    expect(forms.request(form.formId).values).toMatchObject({ security: { password: 'my-own-password' } });
  });

  test('another version and another storage profile keep the edits', async () => {
    const { forms, form, edit } = await open();
    await edit({ kind: 'set', path: ['replicas'], value: 2 });
    await edit({ kind: 'version', version: '1.0.0' });
    const after = await edit({ kind: 'storage-profile', name: 'second' });
    expect(forms.request(form.formId)).toMatchObject({
      version: '1.0.0',
      values: { replicas: 2, s3: { bucket: 'second' } },
    });
    expect(after).toMatchObject({ version: '1.0.0', storageProfile: 'second', usesStorage: true });
  });

  test('items come and go', async () => {
    const { forms, form, edit } = await open();
    await edit({ kind: 'add', path: ['env'] });
    await edit({ kind: 'add', path: ['env'] });
    await edit({ kind: 'remove', path: ['env'], index: 0 });
    expect(forms.request(form.formId).values['env']).toEqual([{ name: 'NAME' }]);
    expect((await edit({ kind: 'reset' })).differences).toEqual([]);
  });

  test('a value that the schema refuses is a problem with its place', async () => {
    const { edit } = await open();
    const after = await edit({ kind: 'set', path: ['replicas'], value: 0 });
    expect(after.problems).toMatchObject([{ path: ['replicas'], kind: 'minimum', values: { limit: 1 } }]);
  });

  test('a broken schema leaves the text, with the reason', async () => {
    const { form, edit } = await open({ version: '3.0.0' });
    expect(form.form).toBeUndefined();
    expect(form.schemaProblems[0]?.path).toContain('bad');
    expect((await edit({ kind: 'yaml', text: 'replicas: 5\n' })).yaml).toBe('replicas: 5\n');
  });

  test('an edit that has no place is refused and names it', async () => {
    const { edit } = await open();
    await expect(edit({ kind: 'remove', path: ['env'], index: 7 })).rejects.toMatchObject({
      data: { code: 'invalid-input', reason: 'form-edit' },
    });
  });

  test('tells what it asks for, and the link has no secret in it', async () => {
    const { form, edit } = await open();
    expect(form.resources).toEqual({ cpuRequest: 0.5, memoryRequest: 2 * 2 ** 30 });
    await edit({ kind: 'set', path: ['security', 'password'], value: 'my-own-password' });
    const after = await edit({ kind: 'set', path: ['replicas'], value: 2 });
    expect(after.link).toContain('replicas');
    expect(after.link).not.toContain('password');
  });

  test('a patch of a saved configuration is applied', async () => {
    const { forms, form } = await open({ patch: [{ path: ['replicas'], value: 4 }] });
    expect(forms.request(form.formId).values['replicas']).toBe(4);
  });
});

describe('the equivalent command', () => {
  test('gives a real shell the same values, with secrets out of the environment', () => {
    const values = {
      a: 'it\'s $HOME `x` \\ "q"',
      password: 's3cr3t pass',
      n: 1,
      nested: { token: 's3cr3t pass' },
    };
    const command = helmCommand({
      releaseName: 'r-1',
      chart: { catalogId: 'ide', name: 'c' },
      version: '1.0.0',
      namespace: 'user-alice',
      repository: undefined,
      values,
      secretPaths: [['password'], ['nested', 'token']],
    });
    expect(command).not.toContain('s3cr3t');
    const given = execFileSync('/bin/sh', ['-c', command.replace(/^helm install .*--values -/, 'cat')], {
      env: { PASSWORD: 's3cr3t pass', HOME: '/nowhere' },
      encoding: 'utf8',
    });
    expect(parse(given)).toEqual(values);
  });
});

test('a release name is one that Helm and Kubernetes accept, whatever the chart is called', () => {
  for (const name of ['jupyter-python', 'Été_chart', '--', 'x'.repeat(80), '9lives']) {
    expect(newReleaseName(name)).toMatch(/^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/);
  }
});
