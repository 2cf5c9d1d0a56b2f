// What a screen reader is told of a step, kept beside the tests: a change of it is seen in review. GOLDEN=write keeps what is there now.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';

const folder = new URL('golden/', import.meta.url);

/** Days and times are those of the run. */
function steady(snapshot) {
  return snapshot
    .replace(/\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)( \d{4})?/g, 'DAY')
    .replace(/\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday),? DAY/g, 'DAY')
    .replace(/\b\d{1,2}:\d{2}\b/g, 'TIME');
}

export async function assertGolden(page, name) {
  const told = `${steady(await page.locator('body').ariaSnapshot())}\n`;
  const place = new URL(`${name}.yml`, folder);
  if (process.env.GOLDEN === 'write') {
    await mkdir(folder, { recursive: true });
    await writeFile(place, told);
    return;
  }
  assert.equal(told, await readFile(place, 'utf8'), `${name}: what a screen reader is told has changed (GOLDEN=write keeps it, if it is meant)`);
}
