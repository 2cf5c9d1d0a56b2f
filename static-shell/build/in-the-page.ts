import { createHash } from 'node:crypto';

/** Where a script that stands in its page puts what other files import from it. */
const PLACE = 'globalThis.xentriFrame';

/** A script as it stands in a page, and the file that stands in for it there. */
export interface InPage {
  /** The same program, for an inline module. */
  readonly code: string;
  /** Whoever imports the script's own file gets this one instead, by the page's import map: the program must not run twice. */
  readonly standIn: string;
}

interface Export {
  readonly local: string;
  readonly name: string;
}

function exportsOf(list: string): Export[] {
  return list.split(',').map((one) => {
    const [local = '', name = local] = one.trim().split(/\s+as\s+/);
    return { local, name };
  });
}

/**
 * Puts a built script into a page: it is there with the page's own bytes, while a file of its own would be asked for only then
 * (docs/decisions/0175). An inline module has no address, so what it exports is handed over by name, its imports and its address are written
 * out. Exports are handed over once, as they are when it has run: none of them may be assigned anew (eslint.config.js).
 *
 * @param file the address of the script's own file
 */
export function inPage(script: string, file: string): InPage {
  const [exported, list] = /export\{([^}]+)\};?\s*$/.exec(script) ?? [];
  if (exported === undefined || list === undefined) throw new Error(`${file} does not end with what it exports`);
  const body = script.slice(0, script.length - exported.length);
  if (/(?:^|[;}])(?:import|export)\b\s*["'{*]/.test(body)) throw new Error(`${file} imports other files or exports in several places`);
  if (/<\/?script|<!--/i.test(body)) throw new Error(`${file} holds what would end an inline script`);
  const exports = exportsOf(list);
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return {
    code: `${body
      .replaceAll('import.meta.url', `(location.origin+${JSON.stringify(file)})`)
      .replaceAll('import("./', `import("${folder}`)}${PLACE}={${exports.map(({ local, name }) => `${name}:${local}`).join()}};`,
    standIn: `export const{${exports.map(({ name }) => name).join()}}=${PLACE};\n`,
  };
}

/** The name of the file that stands in for this one: a new version's is another. */
export function standInFor(file: string): string {
  return `${file.slice(0, file.lastIndexOf('/') + 1)}here.${createHash('sha256').update(file).digest('hex').slice(0, 8)}.js`;
}

/** The files that a page of the frame is made of. */
export interface Files {
  readonly frame: string;
  readonly standIn: string;
  readonly screen: string;
}

const preload = (file: string) => `<link rel="modulepreload" href="${file}">`;

function withHead(html: string, links: string): string {
  const at = html.indexOf('<link rel="icon"');
  if (at < 0) throw new Error('A page of the frame has no icon in its head');
  return html.slice(0, at) + links + html.slice(at);
}

/** A page that asks for its two files as soon as it is read: what the service worker keeps, beside them. */
export function withFiles(html: string, { frame, screen }: Files): string {
  return withHead(html, preload(frame) + preload(screen));
}

/** The same page with the frame's script in it: what a browser gets that has nothing of ours yet. */
export function withScript(html: string, { frame, standIn, screen }: Files, code: string): string {
  const asked = `<script type="module" src="${frame}"></script>`;
  const before = html.split(asked);
  if (before.length !== 2) throw new Error(`A page of the frame asks ${before.length - 1} times for its script`);
  // An import map counts for what is asked for after it.
  const map = `<script type="importmap">${JSON.stringify({ imports: { [frame]: standIn } })}</script>`;
  return withHead(before.join(`<script type="module" data-file="${frame}">${code}</script>`), map + preload(standIn) + preload(screen));
}
