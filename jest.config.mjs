/** Not TypeScript: on Node 20 Jest would need ts-node to read it. */
const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.nx'],
};

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{src,executors,generators,tools}/**/*.spec.ts'],
      setupFiles: ['<rootDir>/src/testing/own-store.ts'],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/**/*.spec.ts'],
      globalSetup: '<rootDir>/e2e/support/setup.ts',
    },
  ],
  // An e2e story builds images with real compilers: minutes, not seconds, on a cold cache.
  testTimeout: 600_000,
};
