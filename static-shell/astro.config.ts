import react from '@astrojs/react';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'astro/config';
import { frameScripts, screenBundle } from './build/bundle';
import { clerkAssets } from './build/clerk-assets';
import { contentSecurityPolicy } from './build/content-security-policy';
import { lintBuilt } from './build/lint-built';
import { serviceWorker } from './build/service-worker';

export default defineConfig({
  output: 'static',
  trailingSlash: 'never',
  build: { format: 'directory', inlineStylesheets: 'always' },
  compressHTML: true,
  devToolbar: { enabled: false },
  // In this order: the service worker keeps the pages as they are served, their policies included.
  integrations: [react(), clerkAssets(), frameScripts(), contentSecurityPolicy(), serviceWorker(), lintBuilt()],
  vite: {
    plugins: [tailwindcss(), screenBundle()],
    // An inlined asset would be a data: address, which the policy refuses.
    build: { assetsInlineLimit: 0 },
  },
});
