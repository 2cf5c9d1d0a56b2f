import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { ROUTES } from '../src/lib/routes';
import { keptPage } from './pages';

const SOURCE = new URL('../src/lib/service-worker.js', import.meta.url);

/** Writes the service worker with the names of what it keeps. Its version is a hash of all of it, so that it changes with every build that differs. */
export function serviceWorker(): AstroIntegration {
  return {
    name: 'service-worker',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const assets = (await readdir(new URL('_astro/', dir))).sort().map((name) => `/_astro/${name}`);
        const code = await readFile(SOURCE, 'utf8');
        const screens = ROUTES.map((route) => route.path);
        const pages = await Promise.all(screens.map((path) => readFile(new URL(`.${keptPage(path)}`, dir), 'utf8')));
        const version = createHash('sha256').update(JSON.stringify([assets, pages, code])).digest('hex').slice(0, 16);
        await writeFile(
          new URL('sw.js', dir),
          [
            `const VERSION = ${JSON.stringify(version)};`,
            `const FILES = ${JSON.stringify(assets)};`,
            `const SCREENS = ${JSON.stringify(screens)};`,
            `const PAGES = ${JSON.stringify(screens.map(keptPage))};`,
            code,
          ].join('\n'),
        );
      },
    },
  };
}
