import { clerk, enter } from './clerk';
import { nextScreen } from './next';

/** Back from Google: finishes the sign-in, or the sign-up of someone new, and exchanges the session. */
export async function finishSso(): Promise<void> {
  const sdk = await clerk();
  // Clerk would go to its own pages next; the session is exchanged first, so this navigation is ours to make.
  await sdk.handleRedirectCallback({ signInUrl: '/sign-in', signUpUrl: '/sign-up' }, () => Promise.resolve());
  await enter(sdk, null, nextScreen());
}

export function startSsoCallback(): void {
  finishSso().catch(() => {
    document.querySelector<HTMLElement>('[data-waiting]')?.setAttribute('hidden', '');
    document.querySelector<HTMLElement>('[data-failed]')?.removeAttribute('hidden');
  });
}
