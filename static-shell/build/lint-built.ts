import { readdir, readFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { faultsIn, faultsInScript } from './built-html';
import { pagesIn } from './pages';

async function read(dir: URL, file: string): Promise<string> {
  return readFile(new URL(file.replaceAll('\\', '/'), dir), 'utf8');
}

/** Looks at every page and every script of ours as they are served, and fails the build with all that is wrong with them. */
export function lintBuilt(): AstroIntegration {
  return {
    name: 'lint-built',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const files = (await readdir(dir, { recursive: true })).sort();
        const pages = await pagesIn(dir);
        if (pages.length === 0) throw new Error('No page was built');
        const scripts = files.filter((file) => file.startsWith('_astro') && file.endsWith('.js'));
        const faults = [
          ...(await Promise.all(pages.map(async (file) => faultsIn(await read(dir, file), file)))),
          ...(await Promise.all(scripts.map(async (file) => faultsInScript(await read(dir, file), file)))),
        ].flat();
        if (faults.length > 0) throw new Error(`Built pages that must not be served:\n${faults.join('\n')}`);
      },
    },
  };
}
