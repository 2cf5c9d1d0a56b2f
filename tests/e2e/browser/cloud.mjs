// The local cloud as `make run` starts it, on a free port and in a home of its own; or the one that all test files share (run.mjs).
import { spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the shared one is, in the environment of the tests. */
export const SHARED = 'XENTRI_BROWSER_CLOUD';

/** The one that is shared. Whoever runs a test file by itself gets one for that file. */
export async function cloudForAll() {
  const shared = process.env[SHARED];
  if (shared === undefined) return startCloud();
  const { origin, home } = JSON.parse(shared);
  return { origin, facts: () => factsIn(home), stop: async () => undefined };
}

async function factsIn(home) {
  return JSON.parse(await readFile(join(home, 'run', 'local-cloud.json'), 'utf8'));
}

export async function startCloud() {
  const port = await freePort();
  const home = await mkdtemp(join(tmpdir(), 'xentri-browser-'));
  const cloud = { origin: `http://127.0.0.1:${port}`, home, child: await ready(port, home), restart, stop, facts };
  return cloud;

  /** Where its parts are, as it writes it down for the developer. */
  async function facts() {
    return factsIn(home);
  }

  async function stop() {
    const ended = new Promise((resolve) => cloud.child.once('exit', resolve));
    process.kill(-cloud.child.pid, 'SIGTERM');
    await ended;
  }

  /** Stops everything, does `meanwhile`, and starts it again with what it had. */
  async function restart(meanwhile = async () => undefined) {
    await stop();
    await meanwhile();
    cloud.child = await ready(port, home);
  }
}

/** Starts `make run` in a process group of its own and waits for its word that it is ready. */
async function ready(port, home) {
  const env = { ...process.env, PORT: String(port), XENTRI_HOME: home };
  delete env.MAKEFLAGS;
  delete env.MAKELEVEL;
  const child = spawn('make', ['run'], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('Xentri is ready')) {
      child.stdout.resume();
      return child;
    }
  }
  throw new Error('make run ended before it was ready');
}

/** Kept over restarts, so not one of those that systems give to outgoing connections (from 32768 on): somebody would have it by then. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_768);
    if (await isFree(port)) return port;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
