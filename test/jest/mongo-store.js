// A project of jest.cluster.config.js; test/helpers/store-env.ts reads it.
process.env.TEST_STORE = 'mongo';
