// Runs the test files against one local cloud, which ends with them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SHARED, startCloud } from './cloud.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
/** What takes longest begins first: at the end nothing is left that would run alone. */
const FIRST = ['changed-session', 'tabs-and-pages', 'unavailable', 'looking'];
const rank = (file) => [...FIRST.map((name) => `${name}.test.mjs`), file].indexOf(file);
const files = (await readdir(folder)).filter((file) => file.endsWith('.test.mjs')).sort((a, b) => rank(a) - rank(b));

const cloud = await startCloud();
try {
  const tests = spawn(process.execPath, ['--test', '--test-concurrency=3', '--test-reporter=spec', ...files], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, [SHARED]: JSON.stringify({ origin: cloud.origin, home: cloud.home }) },
  });
  // Ctrl+C reaches the tests too; what is left to do here is to stop the cloud.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => tests.kill('SIGTERM'));
  const [code] = await once(tests, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await cloud.stop();
}
