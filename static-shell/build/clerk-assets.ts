import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const SOURCE = new URL('../node_modules/@clerk/clerk-js/dist/', import.meta.url);

/** The browser build and the parts it may load later; not the legacy and native builds, nor the wallets and the payment forms. */
function isBrowserPart(file: string): boolean {
  return /^clerk\.browser\.js$|_clerk\.browser_[\w.]+\.js$/.test(file) && !/wallet|account-sdk|stripe/.test(file);
}

/** Copies the unmodified Clerk browser SDK beside the pages, so that sign-in loads it from our own origin. */
export function clerkAssets(): AstroIntegration {
  return {
    name: 'clerk-assets',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const target = new URL('vendor/clerk/', dir);
        await mkdir(target, { recursive: true });
        const files = (await readdir(SOURCE)).filter(isBrowserPart);
        if (!files.includes('clerk.browser.js')) {
          throw new Error(`No clerk.browser.js in ${fileURLToPath(SOURCE)}`);
        }
        await Promise.all(files.map((file) => copyFile(new URL(file, SOURCE), new URL(file, target))));
      },
    },
  };
}
