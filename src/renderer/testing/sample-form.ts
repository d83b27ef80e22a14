/** A launch form with every widget, and what the in-memory core answers to edits of it. */
import type { FormEdit } from '../../shared/contract/catalog.ts';
import type { LaunchForm } from '../../shared/contract/launch-form.ts';
import type { Form, FormNode, RangeEnd } from '../../shared/launch-form/types.ts';

const gibibyte = 2 ** 30;
const common = (title: string, path: readonly (string | number)[], isReadonly = false) => ({
  type: 'field' as const,
  title,
  isReadonly,
  helmValuesPath: path,
});
const text = (
  title: string,
  path: readonly (string | number)[],
  value: string,
  rest: {
    isSensitive?: boolean;
    doRenderAsTextArea?: boolean;
    description?: string;
    isReadonly?: boolean;
  } = {},
): FormNode => ({
  ...common(title, path, rest.isReadonly ?? false),
  fieldType: 'text field',
  value,
  isSensitive: rest.isSensitive ?? false,
  doRenderAsTextArea: rest.doRenderAsTextArea ?? false,
  autocomplete: { isLoadingOptions: false, options: [] },
  ...(rest.description ? { description: rest.description } : {}),
});
const group = (
  title: string,
  path: readonly (string | number)[],
  nodes: readonly FormNode[],
  change: { canAdd?: boolean; canRemove?: boolean; description?: string } = {},
): FormNode => ({
  type: 'group',
  helmValuesPath: path,
  title,
  nodes,
  canAdd: change.canAdd ?? false,
  canRemove: change.canRemove ?? false,
  ...(change.description ? { description: change.description } : {}),
});
const end = (path: readonly string[], value: number, max: number, semantic: string): RangeEnd => ({
  isReadonly: false,
  helmValuesPath: path,
  value,
  min: 0,
  max,
  rangeEndSemantic: semantic,
});

const form: Form = {
  main: [
    group(
      'Service',
      ['service'],
      [
        {
          ...common('Image version', ['service', 'image', 'version']),
          fieldType: 'select',
          options: ['inseefrlab/onyxia-jupyter-python:py3.13', 'inseefrlab/onyxia-jupyter-python:py3.12'],
          selectedOptionIndex: 0,
        },
        {
          ...common('Use a custom image instead', ['service', 'image', 'custom', 'enabled']),
          fieldType: 'checkbox',
          value: false,
          description: 'Takes any image of the registry',
        },
      ],
    ),
    group(
      'Resources',
      ['resources'],
      [
        {
          type: 'field',
          fieldType: 'range slider',
          title: 'CPU',
          unit: 'm',
          step: 50,
          lowEndRange: end(['resources', 'requests', 'cpu'], 2000, 8000, 'guaranteed'),
          highEndRange: end(['resources', 'limits', 'cpu'], 4000, 8000, 'Maximum'),
        },
        {
          type: 'field',
          fieldType: 'range slider',
          title: 'Memory',
          unit: 'Gi',
          step: 1,
          lowEndRange: end(['resources', 'requests', 'memory'], 2, 16, 'guaranteed'),
          highEndRange: end(['resources', 'limits', 'memory'], 8, 16, 'Maximum'),
        },
      ],
      { description: 'At least the guaranteed amount, never more than the maximum.' },
    ),
    group(
      'Persistence',
      ['persistence'],
      [
        { ...common('Keep the work folder', ['persistence', 'enabled']), fieldType: 'checkbox', value: true },
        {
          ...common('Size of the volume', ['persistence', 'size']),
          fieldType: 'slider',
          min: 1,
          max: 100,
          unit: 'Gi',
          step: 1,
          value: 10,
        },
      ],
    ),
    group(
      'Git',
      ['git'],
      [
        text('Name', ['git', 'name'], 'Alice Martin'),
        text('Token', ['git', 'token'], '«secret-1»', { isSensitive: true }),
        {
          ...common('Cache', ['git', 'cache']),
          fieldType: 'number field',
          value: 86_400,
          isInteger: true,
          minimum: 0,
        },
      ],
    ),
    group(
      'S3',
      ['s3'],
      [
        text('Endpoint', ['s3', 'endpoint'], 'minio.lab.sspcloud.fr', { isReadonly: true }),
        text('Secret key', ['s3', 'secret'], '«secret-2»', { isSensitive: true }),
      ],
    ),
    group(
      'Init',
      ['init'],
      [
        text('Script', ['init', 'script'], '#!/bin/sh\necho ready\n', {
          doRenderAsTextArea: true,
          description: 'Runs before the program starts',
        }),
      ],
    ),
    group(
      'Environment variables',
      ['env'],
      [
        group(
          'Environment variables 1',
          ['env', 0],
          [text('name', ['env', 0, 'name'], 'OMP_NUM_THREADS'), text('value', ['env', 0, 'value'], '2')],
        ),
      ],
      { canAdd: true, canRemove: true },
    ),
    {
      ...common('Tolerations', ['tolerations']),
      fieldType: 'yaml code block',
      expectedDataType: 'array',
      value: [],
    },
  ],
  global: [{ ...common('Suspended', ['global', 'suspend']), fieldType: 'checkbox', value: false }],
  dependencies: {
    'library-chart': { main: [text('Prefix', ['library-chart', 'prefix'], 'user')], global: [] },
  },
  disabledDependencies: ['postgresql'],
};

const yaml = `service:
  image:
    version: inseefrlab/onyxia-jupyter-python:py3.13
    custom:
      enabled: false
resources:
  requests:
    cpu: 2000m
    memory: 2Gi
  limits:
    cpu: 4000m
    memory: 8Gi
persistence:
  enabled: true
  size: 10Gi
git:
  name: Alice Martin
  token: "«secret-1»"
  cache: 86400
`;

/** The form as it opens. */
export const sampleForm: LaunchForm = {
  formId: 'form-1',
  chart: { catalogId: 'ide', name: 'jupyter-python' },
  version: '2.5.2',
  versions: ['2.5.2', '2.5.1', '2.4.0'],
  description: 'The JupyterLab IDE with Python and a collection of standard data science packages.',
  releaseName: 'jupyter-python-428731',
  friendlyName: 'jupyter-python',
  storageProfiles: ['default', 'projet-ape'],
  storageProfile: 'default',
  usesStorage: true,
  form,
  schemaProblems: [],
  schema: {
    type: 'object',
    properties: {
      service: { type: 'object', properties: { image: { type: 'object' } } },
      git: { type: 'object', properties: { cache: { type: 'integer', description: 'Seconds' } } },
      persistence: { type: 'object', properties: { enabled: { type: 'boolean' }, size: { type: 'string' } } },
    },
  },
  yaml,
  includesChartDefaults: false,
  problems: [{ path: ['git', 'name'], kind: 'minLength', values: { limit: 20 } }],
  differences: [
    { path: ['resources', 'limits', 'memory'], from: '4Gi', to: '8Gi' },
    { path: ['git', 'name'], to: 'Alice Martin' },
  ],
  resources: { cpuRequest: 2, cpuLimit: 4, memoryRequest: 2 * gibibyte, memoryLimit: 8 * gibibyte },
  quota: [
    { name: 'requests.cpu', used: 1, hard: 4 },
    { name: 'requests.memory', used: 4 * gibibyte, hard: 12 * gibibyte },
  ],
  command: `helm repo add ide https://inseefrlab.github.io/helm-charts-interactive-services
cat <<'EOF' > values.yaml
git:
  token: $GIT_TOKEN
EOF
envsubst < values.yaml | helm install jupyter-python-428731 ide/jupyter-python --version 2.5.2 -n user-alice -f -`,
  link: 'https://datalab.sspcloud.fr/launcher/ide/jupyter-python?name=jupyter-python&version=2.5.2&s3=default&resources.limits.memory=«8Gi»',
};

function changed(nodes: readonly FormNode[], path: string, value: unknown): FormNode[] {
  return nodes.map((node): FormNode => {
    if (node.type === 'group') return { ...node, nodes: changed(node.nodes, path, value) };
    if (node.fieldType === 'range slider') {
      const quantity = Number.parseFloat(String(value));
      if (JSON.stringify(node.lowEndRange.helmValuesPath) === path)
        return { ...node, lowEndRange: { ...node.lowEndRange, value: quantity } };
      if (JSON.stringify(node.highEndRange.helmValuesPath) === path)
        return { ...node, highEndRange: { ...node.highEndRange, value: quantity } };
      return node;
    }
    if (JSON.stringify(node.helmValuesPath) !== path) return node;
    if (node.fieldType === 'select')
      return { ...node, selectedOptionIndex: node.options.indexOf(value as string) };
    if (node.fieldType === 'slider') return { ...node, value: Number.parseFloat(String(value)) };
    return { ...node, value } as FormNode;
  });
}

/** The form after an edit: enough of a core to draw with. */
export function editSample(current: LaunchForm, edit: FormEdit): LaunchForm {
  switch (edit.kind) {
    case 'set': {
      const path = JSON.stringify(edit.path);
      const to = typeof edit.value === 'string' ? edit.value : JSON.stringify(edit.value);
      const differences = [
        ...current.differences.filter((one) => JSON.stringify(one.path) !== path),
        { path: edit.path, to },
      ];
      return {
        ...current,
        differences,
        yaml: `${current.yaml}# ${edit.path.join('.')}: ${to}\n`,
        ...(current.form
          ? { form: { ...current.form, main: changed(current.form.main, path, edit.value) } }
          : {}),
      };
    }
    case 'name':
      return { ...current, friendlyName: edit.name };
    case 'version':
      return { ...current, version: edit.version };
    case 'yaml':
      return edit.text.includes('\t')
        ? {
            ...current,
            yaml: edit.text,
            yamlProblem: { message: 'Tabs are not allowed as indentation', line: 2, column: 1 },
          }
        : { ...current, yaml: edit.text };
    case 'reset':
      return { ...sampleForm, formId: current.formId };
    case 'storage-profile':
      return { ...current, storageProfile: edit.name };
    case 'share':
      return { ...current, share: edit.share };
    case 'include-chart-defaults':
      return { ...current, includesChartDefaults: edit.include };
    case 'add':
    case 'remove':
      return current;
  }
}
