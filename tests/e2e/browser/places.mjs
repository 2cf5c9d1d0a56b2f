// Where Chromium is: CHROMIUM if it is set, else its usual places on Linux and macOS. Run by itself it prints the place. And where it is
// without windows, tabs and menus (docs/decisions/0103): the engine alone, for a fraction of the processor time.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const ENGINES = ['chromium-headless-shell', 'chrome-headless-shell'];
const APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

function onPath(programs) {
  const path = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/homebrew/bin'];
  return path.flatMap((folder) => programs.map((program) => join(folder, program)));
}

function places() {
  return [
    ...onPath(PROGRAMS),
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

/** The engine's path; where it is not installed by itself, or CHROMIUM names one for all, that of the whole browser. */
export function enginePath() {
  return (process.env.CHROMIUM ? undefined : onPath(ENGINES).find((place) => existsSync(place))) ?? chromiumPath();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(chromiumPath());
