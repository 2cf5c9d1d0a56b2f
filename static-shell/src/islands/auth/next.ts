import { safeNext } from '@/lib/routes';

const KEY = 'xentri.next';

/** Where to go once signed in: named by the address, or remembered over the way through Google. */
export function nextScreen(): string {
  return safeNext(new URLSearchParams(location.search).get('next') ?? sessionStorage.getItem(KEY));
}

export function rememberNext(): void {
  sessionStorage.setItem(KEY, nextScreen());
}

/** The other way in keeps the destination. */
export function carryNext(): void {
  const next = new URLSearchParams(location.search).get('next');
  if (next === null) return;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-carry-next]')) {
    link.search = `?next=${encodeURIComponent(safeNext(next))}`;
  }
}
