import officeAddins from 'eslint-plugin-office-addins';
import tseslint from 'typescript-eslint';

const forbid = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
});
const office = Object.fromEntries(
  Object.keys(officeAddins.rules).map((rule) => [`office-addins/${rule}`, 'error']),
);

export default tseslint.config(
  { ignores: ['dist', 'demo', 'data', 'test/output', 'node_modules'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['shared/**/*.ts'],
    rules: {
      ...forbid(
        [
          '^node:|/(server|addin|test)/',
          'shared/ holds the contract in code: pure, importing nothing of ours.',
        ],
        ['^(hono|kysely|better-sqlite3|pdfmake|preact|@)', 'shared/ knows no framework.'],
      ),
      'no-restricted-globals': [
        'error',
        'Date',
        'process',
        'fetch',
        'setTimeout',
        'crypto',
        'window',
        'document',
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
  { files: ['server/**/*.ts'], rules: forbid(['/addin/', 'server/ and addin/ meet over HTTP only.']) },
  {
    files: ['addin/**/*.{ts,tsx}'],
    plugins: { 'office-addins': officeAddins },
    rules: { ...office, ...forbid(['/server/', 'addin/ and server/ meet over HTTP only.']) },
  },
  {
    files: ['addin/functions/{functions,errors,register}.ts'],
    rules: {
      ...forbid([
        '/(server|excel|taskpane)/|client|^node:',
        'The functions are pure: no network, no Excel call.',
      ]),
      'no-restricted-globals': [
        'error',
        'Date',
        'fetch',
        'Excel',
        'Office',
        'setTimeout',
        'window',
        'document',
      ],
    },
  },
  {
    files: ['addin/taskpane/**/*.{ts,tsx}', 'addin/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Excel', message: 'Only addin/excel/ touches Office.js.' },
        'alert',
        'confirm',
        'prompt',
      ],
    },
  },
  {
    files: [
      'server/{main,demo,dev}.ts',
      'server/beheer/**/*.ts',
      'addin/manifest-cli.ts',
      'test/bench/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
);
