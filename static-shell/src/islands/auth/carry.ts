/**
 * The typed address goes along from one way in to another: never in the page's address, which stands in histories and logs, but in the
 * storage of this tab, from the step on the link until the next page is there.
 */
const ADDRESS = 'xentri.address';
const WAYS_IN = ['/sign-in', '/sign-up', '/forgot-password'];

function box(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('[data-step="account"] input[name="email"]');
}

function take(): string | null {
  try {
    const address = sessionStorage.getItem(ADDRESS);
    sessionStorage.removeItem(ADDRESS);
    return address;
  } catch {
    // Closed: it is typed once more.
    return null;
  }
}

function give(address: string): void {
  try {
    if (address !== '') sessionStorage.setItem(ADDRESS, address);
  } catch {
    // As above.
  }
}

/** Puts the address that came along into the form, and goes to what is still to be filled in; takes it along when one goes on. */
export function carryAddress(): void {
  const came = take();
  const email = box();
  if (came !== null && email?.value === '') {
    email.value = came;
    focusNextStep(email);
  }
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null;
    if (link !== null && link.origin === location.origin && WAYS_IN.includes(link.pathname)) give(box()?.value.trim() ?? '');
  });
}

function focusNextStep(email: HTMLInputElement): void {
  const rest = [...(email.form?.elements ?? [])].find((one) => one instanceof HTMLInputElement && one.value === '');
  (rest instanceof HTMLElement ? rest : email).focus();
}
