import { readFile, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { pagesIn } from './pages';
import { withPolicy } from './policy';

/**
 * Writes each page's content security policy with the hashes of exactly what that page inlines.
 * Astro's own experimental one does not see scripts marked is:inline, such as the one that sets the theme before first paint.
 */
export function contentSecurityPolicy(): AstroIntegration {
  return {
    name: 'content-security-policy',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        for (const page of await pagesIn(dir)) {
          const at = new URL(page, dir);
          await writeFile(at, withPolicy(await readFile(at, 'utf8'), page));
        }
      },
    },
  };
}
