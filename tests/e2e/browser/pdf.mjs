// What a PDF says, read by the library that the exports are written with.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const CLASSES = ['pdf', 'runtime'].map((layer) => join(root, 'layers', layer, 'target', 'layer', 'java', 'lib', '*')).join(delimiter);
const JAVA = process.env.JAVA_HOME === undefined ? 'java' : join(process.env.JAVA_HOME, 'bin', 'java');

/** `base64`: as the API answers with it. */
export async function wordsOfPdf(base64) {
  const source = fileURLToPath(new URL('PdfText.java', import.meta.url));
  const reader = spawn(JAVA, ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', CLASSES, source], { stdio: ['pipe', 'pipe', 'inherit'] });
  reader.stdin.end(base64);
  const words = [];
  reader.stdout.on('data', (part) => words.push(part));
  const [code] = await once(reader, 'close');
  if (code !== 0) throw new Error(`The PDF could not be read: java ended with ${code}`);
  return Buffer.concat(words).toString('utf8');
}
