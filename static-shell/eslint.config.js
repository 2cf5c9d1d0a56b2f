import js from '@eslint/js';
import astro from 'eslint-plugin-astro';
import reactHooks from 'eslint-plugin-react-hooks';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// A log that scrolls must be reachable by keyboard, or nobody without a mouse can read back.
const scrollable = { 'jsx-a11y/no-noninteractive-tabindex': ['error', { tags: [], roles: ['log'] }] };

/** What a React form or text box must not do by itself; the built pages are looked at by build/built-html.ts. */
const typing = [
  { selector: "JSXOpeningElement[name.name='form']:not(:has(JSXAttribute[name.name='method'][value.value='post']))", message: 'Say method="post": a form that sends itself must not put what was typed into the address.' },
  { selector: "JSXOpeningElement[name.name='textarea']", message: 'Use ui/TextBox: keys mean the same in every text box.' },
  { selector: "JSXOpeningElement[name.name='input']:not(:has(JSXAttribute[name.name='type'][value.value=/^(radio|checkbox|file|date)$/]))", message: 'Use LineBox of ui/TextBox: keys mean the same in every text box.' },
  { selector: "JSXAttribute[name.name='maxLength']", message: 'Use ui/BoundedBox: a box that cuts what is pasted says nothing.' },
  { selector: "Literal[value='Enter']", message: 'Let lib/keys decide what Enter means: it may belong to an input method.' },
  { selector: "MemberExpression[property.name='isComposing']", message: 'Let lib/keys decide what a key means while a word is composed.' },
];

/** What the frame's script exports is handed over once, as it is then (build/in-the-page.ts). */
const handedOver = { selector: 'ExportNamedDeclaration > VariableDeclaration[kind!="const"]', message: 'Export a constant: what is assigned anew does not reach the screens.' };

/** What a script finds without importing it. */
const readonly = (names) => Object.fromEntries(names.split(' ').map((name) => [name, 'readonly']));

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
  { files: ['src/**/*.{ts,tsx}'], ignores: ['src/ui/TextBox.tsx', 'src/lib/keys.ts', 'src/**/*.test.ts'], rules: { 'no-restricted-syntax': ['error', ...typing, handedOver] } },
  { files: ['src/lib/http.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['src/lib/service-worker.js'],
    languageOptions: {
      sourceType: 'script',
      globals: readonly('VERSION FILES SCREENS PAGES registration addEventListener location caches fetch Headers Response URL AbortSignal'),
    },
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['src/lib/newer-version.js'],
    languageOptions: {
      sourceType: 'script',
      globals: readonly('document window caches location sessionStorage fetch setTimeout addEventListener PerformanceObserver HTMLScriptElement'),
    },
    rules: { 'no-restricted-globals': 'off' },
  },
  { files: ['src/lib/first-paint.js'], languageOptions: { sourceType: 'script', globals: readonly('document localStorage setTimeout addEventListener') } },
  { files: ['src/lib/enter.js'], languageOptions: { sourceType: 'script', globals: readonly('location localStorage') } },
  {
    files: ['src/lib/begin-calls.js'],
    languageOptions: { sourceType: 'script', globals: readonly('READS ASKED window location localStorage fetch AbortSignal') },
    rules: { 'no-restricted-globals': 'off' },
  },
  ...astro.configs['flat/recommended'],
  ...astro.configs['flat/jsx-a11y-strict'],
  { files: ['**/*.tsx'], rules: { ...jsxA11y.flatConfigs.strict.rules, ...scrollable } },
  { files: ['**/*.tsx'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
);
