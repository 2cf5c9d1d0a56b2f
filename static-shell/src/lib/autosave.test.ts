import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { autosave, type SaveStatus } from './autosave';
import { problemFrom, Unreachable } from './problem';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function recorder() {
  const kinds: string[] = [];
  return { kinds, onStatus: (status: SaveStatus) => void kinds.push(status.kind) };
}

test('saves once the person pauses, and only the newest value', async () => {
  const saved: string[] = [];
  const { kinds, onStatus } = recorder();
  const saver = autosave<string>((value) => Promise.resolve(void saved.push(value)), onStatus);
  saver.change('a');
  saver.change('ab');
  await vi.advanceTimersByTimeAsync(1000);
  expect(saved).toEqual(['ab']);
  expect(kinds).toEqual(['saving', 'saved']);
});

test('a change during a save is saved after it, never beside it', async () => {
  const saved: string[] = [];
  let release: () => void = () => undefined;
  const saver = autosave<string>(
    (value) =>
      new Promise((resolve) => {
        saved.push(value);
        release = resolve;
      }),
    () => undefined,
  );
  saver.change('a');
  await vi.advanceTimersByTimeAsync(1000);
  saver.change('b');
  await vi.advanceTimersByTimeAsync(1000);
  expect(saved).toEqual(['a']);
  release();
  await vi.advanceTimersByTimeAsync(1000);
  expect(saved).toEqual(['a', 'b']);
});

test('after a lost connection nothing is sent until the owner says so', async () => {
  let online = false;
  const saved: string[] = [];
  const { kinds, onStatus } = recorder();
  const saver = autosave<string>((value) => (online ? Promise.resolve(void saved.push(value)) : Promise.reject(new Unreachable('gone'))), onStatus);
  saver.change('a');
  await vi.advanceTimersByTimeAsync(1000);
  expect(await saver.flush()).toBe(false);
  online = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saved).toEqual([]);
  expect(await saver.flush()).toBe(true);
  expect(saved).toEqual(['a']);
  expect(kinds).toEqual(['saving', 'offline', 'saving', 'offline', 'saving', 'saved']);
});

test('an edit elsewhere is a conflict, another refusal an error', async () => {
  for (const [status, kind] of [[412, 'conflict'], [500, 'error']] as const) {
    const { kinds, onStatus } = recorder();
    const saver = autosave<string>(() => Promise.reject(problemFrom(status, null)), onStatus);
    saver.change('a');
    await vi.advanceTimersByTimeAsync(1000);
    expect(kinds.at(-1)).toBe(kind);
  }
});
