import js from '@eslint/js';
import astro from 'eslint-plugin-astro';
import reactHooks from 'eslint-plugin-react-hooks';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// A log that scrolls must be reachable by keyboard, or nobody without a mouse can read back.
const scrollable = { 'jsx-a11y/no-noninteractive-tabindex': ['error', { tags: [], roles: ['log'] }] };

export default defineConfig(
  { ignores: ['dist/', '.astro/', 'node_modules/', 'src/generated/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Under noPropertyAccessFromIndexSignature, brackets are the honest way to read what may be absent.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Use lib/http: it refreshes, retries and reads problems.' }],
    },
  },
  { files: ['src/lib/http.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['src/lib/service-worker.js'],
    languageOptions: {
      sourceType: 'script',
      globals: { VERSION: 'readonly', FILES: 'readonly', SCREENS: 'readonly', addEventListener: 'readonly', location: 'readonly', caches: 'readonly', fetch: 'readonly', Response: 'readonly', URL: 'readonly', AbortSignal: 'readonly' },
    },
    rules: { 'no-restricted-globals': 'off' },
  },
  { files: ['src/lib/first-paint.js'], languageOptions: { sourceType: 'script', globals: { document: 'readonly', localStorage: 'readonly' } } },
  ...astro.configs['flat/recommended'],
  ...astro.configs['flat/jsx-a11y-strict'],
  { files: ['**/*.tsx'], rules: { ...jsxA11y.flatConfigs.strict.rules, ...scrollable } },
  { files: ['**/*.tsx'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
);
