import { expect, test } from 'vitest';
import { press } from './keys';

/** A key as the browser reports it: `code` is the old key code, which alone tells some of what an input method does. */
function enter({ code = 13, ...part }: { key?: string; shiftKey?: boolean; isComposing?: boolean; code?: number } = {}) {
  let acted = 0;
  let prevented = false;
  const act = () => {
    acted += 1;
    return true;
  };
  const preventDefault = () => {
    prevented = true;
  };
  const old = { keyCode: code };
  press({ Enter: act, Escape: act }, { key: 'Enter', shiftKey: false, isComposing: false, preventDefault, ...part, ...old });
  return { acted, prevented };
}

test('Enter acts once and does nothing else', () => {
  expect(enter()).toEqual({ acted: 1, prevented: true });
});

test('Shift-Enter breaks the line', () => {
  expect(enter({ shiftKey: true })).toEqual({ acted: 0, prevented: false });
});

test('Enter while a word is composed belongs to the input method', () => {
  expect(enter({ isComposing: true })).toEqual({ acted: 0, prevented: false });
});

test('so does the Enter that Safari reports after the composition has ended', () => {
  expect(enter({ isComposing: false, code: 229 })).toEqual({ acted: 0, prevented: false });
});

test('Escape ends a composition before it ends an edit', () => {
  expect(enter({ key: 'Escape', code: 229 }).acted).toBe(0);
  expect(enter({ key: 'Escape', code: 27 }).acted).toBe(1);
});
