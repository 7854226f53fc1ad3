import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom (docs/architecture.md). A room may import itself and what is listed; every
 * other room is refused, and so is a package that belongs to one room alone.
 */
const BASICS = ['errors', 'log', 'parallel', 'step-table'];
const ROOMS = {
  image: BASICS,
  function: BASICS,
  process: BASICS,
  // Nothing of func.yaml: image and layer could be a package of their own.
  layer: ['image', 'process', ...BASICS],
  registry: ['layer', 'image', 'function', 'process', ...BASICS],
  language: ['layer', 'image', 'function', 'process', ...BASICS],
  workspace: ['job', 'language', 'registry', 'layer', 'image', 'function', 'process', ...BASICS],
  job: ['language', 'layer', 'image', ...BASICS],
  'image-build': ['job', 'language', 'layer', 'image', 'function', ...BASICS],
  containerize: [
    'image-build',
    'job',
    'language',
    'registry',
    'layer',
    'image',
    'function',
    'process',
    ...BASICS,
  ],
};

const ALL_ROOMS = [...Object.keys(ROOMS), ...BASICS];
const OUTER = ['**/executors/**', '**/generators/**', '**/e2e/**', '**/tools/**', '**/plugin'];
const HTTP = [
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'undici',
];
const NX = ['nx', 'nx/**', '@nx/**'];
const DEEP = ['nx/src/**', '@nx/devkit/src/**', '@nx/devkit/internal', '@nx/devkit/internal/**'];

function roomRules(room) {
  const refused = ALL_ROOMS.filter((other) => other !== room && !ROOMS[room].includes(other));
  const patterns = [
    {
      group: [
        ...refused.flatMap((other) => [`**/${other}`, `**/${other}/**`, `./${other}`]),
        ...OUTER,
      ],
      message: `src/${room} may import only: ${[room, ...ROOMS[room]].join(', ')} (docs/architecture.md).`,
    },
  ];
  if (room !== 'workspace') {
    patterns.push({
      group: NX,
      message: 'Only executors, generators, plugin.ts and src/workspace know Nx.',
    });
  } else {
    patterns.push({ group: DEEP, message: 'No deep imports: only the public API of Nx.' });
  }
  if (room !== 'registry') {
    patterns.push({ group: HTTP, message: 'Only src/registry speaks HTTP.' });
  }
  if (room !== 'process') {
    patterns.push({
      group: ['child_process', 'node:child_process'],
      message: 'Programs are started by src/process.ts alone.',
    });
  }
  return {
    files: [`src/${room}/**/*.ts`, `src/${room}.ts`],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      '.nx',
      'examples',
      'generators/*/files',
      'tmp',
      'coverage',
      '**/.func',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: DEEP, message: 'No deep imports: only the public API of Nx.' }] },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      'max-lines': ['error', 300],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
  ...Object.keys(ROOMS).map(roomRules),
  {
    files: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
);
