// The shell's own list of its pages, from what was built: the screens of the frame (lib/routes, as the service worker knows them) and the
// pages outside it. A page that is in neither would be covered by nothing, so it fails here.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';

const dist = new URL('../../../static-shell/dist/', import.meta.url);

export async function pagesOf() {
  const worker = await readFile(new URL('sw.js', dist), 'utf8');
  const screens = JSON.parse(/^const SCREENS = (.*);$/m.exec(worker)[1]);
  const files = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.html'));
  const framed = [];
  const open = [];
  for (const file of files) {
    const path = `/${file.replace(/(^|\/)index\.html$/, '').replace(/\.html$/, '')}`;
    const html = await readFile(new URL(file, dist), 'utf8');
    (html.includes('data-frame') ? framed : open).push({ path, hasForm: html.includes('<form') });
  }
  assert.deepEqual(framed.map(({ path }) => path).sort(), [...screens].sort(), 'every page with a frame is a route, and the other way round');
  assert.ok(screens.length > 0 && open.length > 0);
  return { screens, open };
}
