/** Node's own type stripping is the whole transform; the modules stay ESM. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{services,mixins,lib,middlewares,transport,test,scripts,web,repl,bench}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/jest/strip-types.js' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/(data|public|\\.cache)/'],
  globalSetup: '<rootDir>/test/jest/run-folder.ts',
  reporters: ['default', '<rootDir>/test/jest/closing-reporter.js'],
  maxWorkers: 2,
  testTimeout: 60_000,
};
