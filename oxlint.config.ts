/** The rules that a linter can keep. Each boundary says in a sentence what to do instead. */
import { defineConfig } from 'oxlint';

interface Boundary {
  readonly group: string[];
  readonly message: string;
}

const node = ['node:*', 'node:*/**'];
const capabilities = [
  'sign-in',
  'catalog',
  'services',
  'storage',
  'secrets',
  'annotation',
  'training',
  'models',
  'serving',
  'monitoring',
];

const boundaries: Readonly<Record<string, Boundary[]>> = {
  'src/shared': [
    {
      group: ['**/main/**', '**/renderer/**', '**/sandbox/**'],
      message:
        'shared runs anywhere and imports nobody: move the rule here, or call it from the side that may.',
    },
    {
      group: [...node, 'electron', 'react', 'undici', 'ws'],
      message: 'shared has no Node, no DOM and no Electron: hand the effect in as an argument.',
    },
  ],
  'src/renderer': [
    {
      group: ['**/main/**', '**/sandbox/**'],
      message: 'The renderer talks to the core by src/shared/contract alone: add an operation there.',
    },
    {
      group: [...node, 'electron'],
      message: 'The renderer is browser code: files, network and secrets belong to the core.',
    },
  ],
  'src/main/core': [
    {
      group: ['**/renderer/**', '**/electron/**', '**/web-host/**', '**/sandbox/**', 'electron'],
      message: 'The core does not know its host: ask for what you need in src/main/core/host.ts.',
    },
  ],
  'src/main/web-host': [
    {
      group: ['**/renderer/**', '**/electron/**', '**/sandbox/**', 'electron'],
      message: 'A host is thin: it imports the core and src/shared only.',
    },
  ],
  'src/main/electron': [
    {
      group: ['**/renderer/**', '**/web-host/**', '**/sandbox/**'],
      message: 'A host is thin: it imports the core and src/shared only.',
    },
  ],
  'src/sandbox': [
    {
      group: ['**/shared/**', '**/main/**', '**/renderer/**', 'electron'],
      message:
        'The sandbox stands alone and imports nothing of ours: it is reached by its protocols only, so it stays an honest double.',
    },
  ],
};

const forbid = (files: string[], patterns: Boundary[]) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] as ['error', { patterns: Boundary[] }] },
});

/** An override replaces a rule's options instead of adding to them, so the folder's own lines are repeated. */
const apart = capabilities.flatMap((capability) =>
  (
    [
      ['src/main/core', 'core/index.ts, which hands over what is needed'],
      ['src/renderer', 'renderer/app, or share a component of renderer/ui'],
    ] as const
  ).map(([folder, place]) =>
    forbid(
      [`${folder}/${capability}/**`],
      [
        ...(boundaries[folder] ?? []),
        {
          group: capabilities.filter((other) => other !== capability).map((other) => `../${other}/**`),
          message: `Capabilities do not import each other: they meet in ${place}.`,
        },
      ],
    ),
  ),
);

const connects = 'Nobody opens a connection but by core/network: it knows the proxy and the authorities.';

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'react', 'jsx-a11y', 'promise'],
  categories: { correctness: 'error', suspicious: 'warn' },
  ignorePatterns: ['dist/**', '.cache/**', 'node_modules/**'],
  rules: {
    'no-debugger': 'error',
    eqeqeq: 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'react/jsx-key': 'error',
    'react/react-in-jsx-scope': 'off',
    'react/no-unstable-nested-components': 'off',
    'typescript/no-misused-promises': 'off',
    'typescript/unbound-method': 'off',
    'typescript/no-base-to-string': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/consistent-return': 'off',
    'typescript/no-unnecessary-type-arguments': 'off',
    'typescript/no-unnecessary-type-parameters': 'off',
    'no-await-in-loop': 'off',
    'typescript/no-misused-spread': 'off',
    'no-shadow': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/prefer-add-event-listener': 'off',
    'unicorn/require-post-message-target-origin': 'off',
    'promise/always-return': 'off',
    'import/no-unassigned-import': 'off',
    'import/no-named-as-default-member': 'off',
    'promise/no-callback-in-promise': 'off',
    'promise/no-promise-in-callback': 'off',
    'unicorn/no-useless-spread': 'off',
    'no-unmodified-loop-condition': 'off',
    // A region that scrolls must be reachable by keyboard: axe demands what these forbid.
    'jsx-a11y/no-noninteractive-tabindex': 'off',
    'jsx-a11y/prefer-tag-over-role': 'off',
    // Focus is set on purpose where a screen begins with one thing to do; axe judges the screens themselves.
    'jsx-a11y/no-autofocus': 'off',
    'jsx-a11y/no-noninteractive-element-interactions': 'off',
    'jsx-a11y/no-noninteractive-element-to-interactive-role': 'off',
    'jsx-a11y/click-events-have-key-events': 'off',
    'jsx-a11y/control-has-associated-label': 'off',
    'jsx-a11y/aria-role': 'off',
    // A service's frame has an origin of its own: that, and the gateway, is what keeps it apart.
    'react/iframe-missing-sandbox': 'off',
    'react/refs': 'off',
    'react/incompatible-library': 'off',
    'react/memo-dependencies': 'off',
    'import/default': 'off',
    'import/no-named-as-default': 'off',
    'no-control-regex': 'off',
    'react/purity': 'off',
    'react/set-state-in-effect': 'off',
    'react/exhaustive-effect-dependencies': 'off',
    // Some effects run once on purpose (one editor for the life of a component), and say so where they do.
    'react-hooks/exhaustive-deps': 'off',
  },
  overrides: [
    ...Object.entries(boundaries).map(([folder, patterns]) => forbid([`${folder}/**`], patterns)),
    ...apart,
    {
      files: [
        'src/main/core/{sign-in,catalog,services,shell,store}/**',
        'src/main/core/*.ts',
        'src/main/core/platform/{oidc,onyxia,vault,s3,helm}/**',
      ],
      rules: {
        'no-restricted-globals': [
          'error',
          { name: 'fetch', message: connects },
          { name: 'WebSocket', message: connects },
        ],
      },
    },
    {
      files: ['**/*.test.{ts,tsx}', '**/testing/**'], // The linter checks tests without the strict options that the compiler has, and takes needed assertions for idle ones.
      rules: { 'no-restricted-globals': 'off', 'typescript/no-unnecessary-type-assertion': 'off' },
    },
    forbid(
      ['src/renderer/**/*.test.{ts,tsx}', 'src/renderer/testing/**', 'src/renderer/vite.config.ts'],
      (boundaries['src/renderer'] ?? []).filter(({ group }) => !group.includes('electron')),
    ),
    // React.lazy wants a default export.
    { files: ['src/renderer/**/*-loaded.tsx'], rules: { 'import/no-default-export': 'off' } },
    { files: ['**/*.config.ts', 'src/renderer/assets.d.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
});
