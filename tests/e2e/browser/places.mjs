// Where Chromium is: CHROMIUM if it is set, else its usual places on Linux and macOS. Run by itself it prints the place.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

function places() {
  const path = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/homebrew/bin'];
  return [
    ...path.flatMap((folder) => PROGRAMS.map((program) => join(folder, program))),
    ...['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      APPLICATIONS.map((name) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
    ),
  ];
}

/** The program's path. A wrong CHROMIUM is an error: whoever set it means that one. */
export function chromiumPath() {
  const wanted = process.env.CHROMIUM;
  const found = wanted ? [wanted].find((place) => existsSync(place)) : places().find((place) => existsSync(place));
  if (!found) throw new Error(wanted ? `CHROMIUM=${wanted} is not there` : 'the browser tests need Chromium: make browser, or set CHROMIUM');
  return found;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(chromiumPath());
