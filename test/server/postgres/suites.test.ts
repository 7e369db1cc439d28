/** What tells most, of the tests that `npm run test:postgres` runs all of: the same facts, on PostgreSQL. */
process.env['TEST_DATABASE'] = 'postgres';
await import('../sync.test.ts');

export {};
