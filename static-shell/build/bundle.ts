import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import type { Plugin, Rollup } from 'vite';
import { ROUTES, type ScreenName } from '../src/lib/routes';
import { inPage, standInFor, withFiles, withScript } from './in-the-page';
import { keptPage } from './pages';

/** What stands behind every screen: the frame, the island, and whatever two screens or the ways in share with them. */
const FRAME = 'app';

/** The screens' files by name, as the last build made them. */
const built = new Map<string, string>();

type Graph = Pick<Rollup.ManualChunkMeta, 'getModuleInfo'>;

type Info = NonNullable<ReturnType<Graph['getModuleInfo']>>;

/** All that is reached from a module, itself among it. */
function reached(graph: Graph, start: string, nextOf: (info: Info) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const left = [start];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const info = graph.getModuleInfo(id);
    if (info !== null) left.push(...nextOf(info));
  }
  return found;
}

/** All that a module needs before it runs. */
const needsOf = (graph: Graph, start: string) => reached(graph, start, ({ importedIds }) => importedIds);

/** What is fetched by itself, when it is wanted: the screens, and what lies over them. */
function fetchedLater(graph: Graph, entry: string): Set<string> {
  const all = reached(graph, entry, ({ importedIds, dynamicallyImportedIds }) => [...importedIds, ...dynamicallyImportedIds]);
  return new Set([...all].flatMap((id) => graph.getModuleInfo(id)?.dynamicallyImportedIds ?? []));
}

/**
 * Two files for a screen, however many modules it is made of: its own, and what the frame needs or two of those files that are fetched
 * later, of which it is one.
 */
function frameModules(graph: Graph, all: Iterable<string>): Set<string> {
  const entry = [...all].find((id) => id.includes('/layouts/Frame.astro?astro&type=script'));
  if (entry === undefined) throw new Error('The frame has no script');
  const shared = needsOf(graph, entry);
  const once = new Set<string>();
  for (const later of fetchedLater(graph, entry)) {
    for (const id of needsOf(graph, later)) (once.has(id) ? shared : once).add(id);
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

/**
 * Gives every page of the frame its script: the one that is served has it within (build/in-the-page.ts), the one that the service worker
 * keeps asks for the files that lie beside it.
 */
export function frameScripts(): AstroIntegration {
  return {
    name: 'frame-scripts',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const read = (file: string) => readFile(new URL(`.${file}`, dir), 'utf8');
        const write = async (file: string, text: string) => {
          await mkdir(new URL('.', new URL(`.${file}`, dir)), { recursive: true });
          await writeFile(new URL(`.${file}`, dir), text);
        };
        for (const { path, screen } of ROUTES) {
          const html = await read(`${path}/index.html`);
          const [, frame] = /<script type="module" src="([^"]+)"/.exec(html) ?? [];
          if (frame === undefined) throw new Error(`${path} has no script of its frame`);
          const files = { frame, standIn: standInFor(frame), screen: fileOf(screen) };
          const { code, standIn } = inPage(await read(frame), frame);
          await write(files.standIn, standIn);
          await write(keptPage(path), withFiles(html, files));
          await write(`${path}/index.html`, withScript(html, files, code));
        }
      },
    },
  };
}
