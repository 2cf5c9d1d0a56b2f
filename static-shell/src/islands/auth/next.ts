import { safeNext } from '@/lib/routes';

const KEY = 'xentri.next';

/** Where to go once signed in: named by the address, or remembered over the way through Google. */
export function nextScreen(): string {
  return safeNext(new URLSearchParams(location.search).get('next') ?? sessionStorage.getItem(KEY));
}

export function rememberNext(): void {
  sessionStorage.setItem(KEY, nextScreen());
}

/** The address of another way in, which keeps the destination. */
export function addressOf(page: string): string {
  const next = new URLSearchParams(location.search).get('next');
  return next === null || page === '/strategy' ? page : `${page}?next=${encodeURIComponent(safeNext(next))}`;
}

export function carryNext(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-carry-next]')) link.href = addressOf(link.pathname);
}
