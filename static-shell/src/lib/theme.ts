import type { Theme } from './api-types';
import { keep, recallText } from './keep';

export function themeOf(): Theme {
  const kept = recallText('theme');
  return kept === 'dark' || kept === 'light' ? kept : 'system';
}

export function rememberTheme(theme: Theme): void {
  keep('theme', theme);
}

/** What is on the screen right now, whatever was chosen. */
export function shownTheme(): 'dark' | 'light' {
  const set = document.documentElement.dataset['theme'];
  if (set === 'dark' || set === 'light') return set;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('[data-theme-color]')) {
    const own = meta.dataset['themeColor'] ?? '';
    meta.media = theme === 'system' ? `(prefers-color-scheme: ${own})` : own === theme ? 'all' : 'not all';
  }
}
