import { expect, test } from 'vitest';
import { listen, tell, type Word } from './other-tabs';

const SHOWN = { user: 'ann', org: 'hart' };

/** What is heard of what another tab of the browser posts. */
async function heard(...posted: unknown[]): Promise<Word[]> {
  const words: Word[] = [];
  const all = new Promise<void>((resolve) =>
    listen((word) => {
      words.push(word);
      if (word.kind === 'out') resolve();
    }),
  );
  const other = new BroadcastChannel('xentri.session');
  for (const word of [...posted, { kind: 'out' }]) other.postMessage(word);
  await all;
  other.close();
  return words;
}

test('hears who signed in and that somebody signed out, and takes nothing else for a word', async () => {
  const made = [null, 'out', {}, { kind: 'other' }, { kind: 'in' }, { kind: 'in', shown: { user: 'ann' } }, { kind: 'in', shown: SHOWN }];
  expect(await heard(...made)).toEqual([{ kind: 'in', shown: SHOWN }, { kind: 'out' }]);
});

test('says ids and nothing else', async () => {
  const other = new BroadcastChannel('xentri.session');
  const said = new Promise((resolve) => other.addEventListener('message', (event) => resolve(event.data)));
  tell({ kind: 'in', shown: SHOWN });
  expect(await said).toEqual({ kind: 'in', shown: SHOWN });
  other.close();
});
