import { beforeEach, expect, test } from 'vitest';
import type { SectionContent } from '@/lib/api-types';
import { joined } from '@/lib/merge';
import { specOf } from '@/lib/sections';
import { $shown } from '@/lib/shown';
import { forgetAllTyped, keepTyped, recallTyped } from '@/lib/typed';
import { type Editor, sectionEditor } from './editor';

const SPEC = specOf('operations');
const team = (size: string): SectionContent => ({ statements: [], fields: { team: size } });

/** What stands there by now. */
let standing: SectionContent;

/** An editor on a page that was opened by now. */
function opened(): Editor {
  const save = (base: SectionContent, mine: SectionContent) => {
    standing = joined(base, mine, standing);
    return Promise.resolve(standing);
  };
  return sectionEditor({ view: 'document', spec: SPEC, content: standing, keptAs: 'brief.operations', save, current: () => standing });
}

beforeEach(() => {
  $shown.set({ user: 'ann', org: 'hart' });
  forgetAllTyped();
  standing = team('5 fitters');
});

test('words that were typed over something else than what stands there now ask which ones stay, also after a reload', async () => {
  opened().typeField('team', '7 fitters');
  standing = team('6 fitters');
  const again = opened();
  expect(again.$state.get().fields.team).toBe('7 fitters');
  expect(await again.flush()).toBe(false);
  expect(again.$state.get().theirs).toEqual(team('6 fitters'));
  expect(standing).toEqual(team('6 fitters'));
  again.keepMine();
  await again.flush();
  expect(standing).toEqual(team('7 fitters'));
  expect(recallTyped('brief.operations')).toBeUndefined();
});

test('words typed over what stands there are sent after a reload, and so are those that are kept without it', async () => {
  opened().typeField('team', '7 fitters');
  expect(await opened().flush()).toBe(true);
  expect(standing).toEqual(team('7 fitters'));
  keepTyped('brief.operations', { view: 'document', statements: '', fields: { team: '8 fitters' } });
  expect(await opened().flush()).toBe(true);
  expect(standing).toEqual(team('8 fitters'));
});

test('words that are too long stay as they were pasted, and what stood there stays until they fit', async () => {
  const editor = opened();
  const pasted = 'x'.repeat(301);
  editor.typeField('team', pasted);
  editor.typeField('area', 'Leeds');
  expect(await editor.flush()).toBe(false);
  expect(standing.fields).toEqual({ team: '5 fitters', area: 'Leeds' });
  expect(editor.$state.get().fields['team']).toBe(pasted);
  expect(recallTyped('brief.operations')).toMatchObject({ fields: { team: pasted } });
  editor.typeField('team', 'x'.repeat(300));
  expect(await editor.flush()).toBe(true);
  expect(standing.fields['team']).toHaveLength(300);
});
