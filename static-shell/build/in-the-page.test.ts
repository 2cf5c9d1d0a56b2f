import { expect, test } from 'vitest';
import { inPage, standInFor, withFiles, withScript } from './in-the-page';

const FILE = '/_astro/Frame.abc.js';
const files = { frame: FILE, standIn: standInFor(FILE), screen: '/_astro/BriefScreen.def.js' };
const page = `<html><head><link rel="icon" href="/f.svg"></head><body><script type="module" src="${FILE}"></script></body></html>`;

const run = (code: string): Promise<unknown> => import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);

test('hands over what others import, under the names they know', async () => {
  const { code, standIn } = inPage('const a=1,b=()=>2;export{a as $,b};\n', FILE);
  await run(code);
  const seen = (await run(standIn)) as { $: number; b: () => number };
  expect([seen.$, seen.b()]).toEqual([1, 2]);
});

test('finds other files, and says where it is from, as its own file would', () => {
  const { code } = inPage('const at=import.meta.url,load=()=>import("./Other.js");export{at,load};', FILE);
  expect(code).toContain('import("/_astro/Other.js")');
  expect(code).toContain(`at=(location.origin+"${FILE}")`);
});

test('refuses a script that cannot stand in a page', () => {
  for (const script of ['const a=1;', 'import{b}from"./b.js";const a=b;export{a};', 'export{c}from"./c.js";const a=1;export{a};',
    'const a="</script>";export{a};', 'const a="<!--";export{a};']) {
    expect(() => inPage(script, FILE), script).toThrow(FILE);
  }
});

test('the page that is served holds the script, and nobody asks for its file', () => {
  const html = withScript(page, files, 'run("$&")');
  expect(html).toContain(`<script type="module" data-file="${FILE}">run("$&")</script>`);
  expect(html).not.toContain(` src="${FILE}"`);
  expect(html.indexOf('importmap')).toBeLessThan(html.indexOf('modulepreload'));
  expect(html).not.toContain(`href="${FILE}"`);
});

test('the page that is kept names both of its files', () => {
  expect([...withFiles(page, files).matchAll(/modulepreload" href="([^"]+)"/g)].map(([, file]) => file)).toEqual([FILE, files.screen]);
});

test('a new version has another stand-in', () => {
  expect(standInFor(FILE)).not.toBe(standInFor('/_astro/Frame.abd.js'));
});
