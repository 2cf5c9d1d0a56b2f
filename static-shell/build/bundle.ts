import { readFile, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import type { Plugin, Rollup } from 'vite';
import { ROUTES, type ScreenName } from '../src/lib/routes';

/** What stands behind every screen: the frame, the island, and whatever two screens or the ways in share with them. */
const FRAME = 'app';

/** The screens' files by name, as the last build made them. */
const built = new Map<string, string>();

type Graph = Pick<Rollup.ManualChunkMeta, 'getModuleInfo'>;

/** All that a module needs before it runs, itself among it. */
function needsOf(graph: Graph, start: string): Set<string> {
  const found = new Set<string>();
  const left = [start];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    left.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

/** Two files for a screen, however many modules it is made of: what the frame or another screen needs too, and the screen's own. */
function frameModules(graph: Graph, all: Iterable<string>): Set<string> {
  const ids = [...all];
  const entry = ids.find((id) => id.includes('/layouts/Frame.astro?astro&type=script'));
  const registry = ids.find((id) => id.endsWith('/islands/shell/screens.ts'));
  if (entry === undefined || registry === undefined) throw new Error('The frame has no script, or no list of its screens');
  const shared = needsOf(graph, entry);
  const once = new Set<string>();
  for (const screen of graph.getModuleInfo(registry)?.dynamicallyImportedIds ?? []) {
    for (const id of needsOf(graph, screen)) (once.has(id) ? shared : once).add(id);
  }
  return shared;
}

/**
 * How the screens come to the browser: Preact in React's place (docs/decisions/0120), and in two files. What is rendered while building
 * is React's, which nobody sees of it.
 */
export function screenBundle(): Plugin {
  let frame: Set<string> | null = null;
  return {
    name: 'screen-bundle',
    apply: (_, { command, isSsrBuild }) => command === 'build' && isSsrBuild !== true,
    enforce: 'pre',
    config: () => ({
      resolve: {
        alias: [
          { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
          { find: /^react-dom$/, replacement: 'preact/compat' },
          { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
          { find: /^react$/, replacement: 'preact/compat' },
        ],
      },
    }),
    outputOptions(options) {
      return {
        ...options,
        manualChunks: (id: string, meta: Rollup.ManualChunkMeta) => {
          frame ??= frameModules(meta, meta.getModuleIds());
          return frame.has(id) ? FRAME : undefined;
        },
      };
    },
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk' && file.isDynamicEntry) built.set(file.name, file.fileName);
      }
    },
  };
}

function fileOf(screen: ScreenName): string {
  const name = `${screen.charAt(0).toUpperCase()}${screen.slice(1)}Screen`;
  const file = built.get(name);
  if (file === undefined) throw new Error(`The screen ${screen} has no file of its own`);
  return `/${file}`;
}

/** Has every page of the frame ask for its two files as soon as it is read. */
export function preloads(): AstroIntegration {
  return {
    name: 'preloads',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        for (const { path, screen } of ROUTES) {
          const at = new URL(`.${path}/index.html`, dir);
          const html = await readFile(at, 'utf8');
          const [frame, ...others] = [...html.matchAll(/<script type="module" src="([^"]+)"/g)].map(([, file = '']) => file);
          if (frame === undefined || others.length > 0) throw new Error(`${path} has no script of its frame, or several`);
          const links = [frame, fileOf(screen)].map((file) => `<link rel="modulepreload" href="${file}">`).join('');
          await writeFile(at, html.replace('<link rel="icon"', `${links}<link rel="icon"`));
        }
      },
    },
  };
}
