import { expect, test } from 'vitest';
import { faultsIn, faultsInScript } from './built-html';

const form = (inside: string, attributes = 'method="post"') => `<!doctype html><body><form ${attributes}>${inside}<button disabled>Go</button></form>`;

test('a form that posts and waits for its script is fine', () => {
  expect(faultsIn(form('<input type="password" name="password">'), 'a.html')).toEqual([]);
});

test('a form without method, or with get, is refused', () => {
  for (const attributes of ['', 'method="get"', 'method="dialog"', 'method=""']) {
    expect(faultsIn(form('', attributes), 'a.html')).toEqual([expect.stringContaining('method="post"')]);
  }
  expect(faultsIn(form('', 'METHOD=POST'), 'a.html')).toEqual([]);
});

test('a form that works before its script listens is refused, by button or by Enter', () => {
  expect(faultsIn('<form method="post"><input name="a"><button>Go</button></form>', 'a.html')).toHaveLength(1);
  expect(faultsIn('<form method="post"><input name="a"><input type="submit"></form>', 'a.html')).toHaveLength(1);
  expect(faultsIn('<form method="post"><input name="a"></form>', 'a.html')).toHaveLength(1);
  expect(faultsIn('<form method="post"><button disabled>Go</button><button type="button">Show</button></form>', 'a.html')).toEqual([]);
});

test('a field for a secret stands in a form', () => {
  for (const field of ['type="password"', 'name="new-password"', 'autocomplete="one-time-code"', 'autocomplete="current-password"']) {
    expect(faultsIn(`<div><input ${field}></div>`, 'a.html')).toEqual([expect.stringContaining('outside a form')]);
  }
  expect(faultsIn('<input type="search" name="q">', 'a.html')).toEqual([]);
});

test('nothing sends a form elsewhere or otherwise', () => {
  expect(faultsIn(form('<button disabled formmethod="get">Go</button>'), 'a.html')).toEqual([expect.stringContaining('changes the method')]);
  expect(faultsIn('<input form="f" name="a">', 'a.html')).toEqual([expect.stringContaining('by id')]);
});

test('no box cuts what is pasted', () => {
  expect(faultsIn(form('<input maxlength="6" name="a">'), 'a.html')).toEqual([expect.stringContaining('cuts what is pasted')]);
});

test('no inline handler and no script for an address', () => {
  expect(faultsIn('<p onclick="x()">', 'a.html')).toEqual([expect.stringContaining('onclick')]);
  expect(faultsIn('<svg ONLOAD="x()"></svg>', 'a.html')).toEqual([expect.stringContaining('inline handler')]);
  expect(faultsIn('<a href=" javascript:x()">x</a>', 'a.html')).toEqual([expect.stringContaining('as a script')]);
});

test('no secret in an address', () => {
  for (const address of ['/a?password=x', '/a?b=1&token=x', '/a#access_token=x', 'https://a:b@example.com/', '/a?code=1']) {
    expect(faultsIn(`<a href="${address}">x</a>`, 'a.html')).toEqual([expect.stringContaining('secret')]);
  }
  expect(faultsIn('<a href="/sign-in?next=/strategy">x</a><a href="mailto:a@example.com">y</a>', 'a.html')).toEqual([]);
  expect(faultsInScript('go(`/x?token=${token}`)', 'a.js')).toHaveLength(1);
  expect(faultsInScript('go("/sign-in?next=/a")', 'a.js')).toEqual([]);
});

test('each fault names its page', () => {
  expect(faultsIn('<form></form>', 'sign-in/index.html').every((fault) => fault.startsWith('sign-in/index.html: '))).toBe(true);
});
