import { readdir } from 'node:fs/promises';

/**
 * Where the page of a screen lies for the service worker, which keeps it beside the files that it asks for. As text: nobody can open it
 * in the place of the page that is served.
 */
export function keptPage(path: string): string {
  return `/kept${path}.txt`;
}

/** Every page as it was built, by its file: those that are served, and those that are kept. */
export async function pagesIn(dir: URL): Promise<string[]> {
  const files = (await readdir(dir, { recursive: true })).map((file) => file.replaceAll('\\', '/'));
  return files.filter((file) => file.endsWith('.html') || (file.startsWith('kept/') && file.endsWith('.txt'))).sort();
}
