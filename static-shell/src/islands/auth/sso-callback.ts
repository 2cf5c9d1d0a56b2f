import { clerk, enter } from './clerk';
import { nextScreen } from './next';

/** Back from Google: finishes the sign-in, or the sign-up of someone new, and exchanges the session. */
export async function finishSso(): Promise<void> {
  const sdk = await clerk();
  await sdk.handleRedirectCallback({ signInUrl: '/sign-in', signUpUrl: '/sign-up' });
  await enter(sdk, null, nextScreen());
}

export function startSsoCallback(): void {
  finishSso().catch(() => {
    const heading = document.querySelector('h1');
    if (heading !== null) heading.textContent = 'Not signed in';
    document.querySelector<HTMLElement>('[data-waiting]')?.setAttribute('hidden', '');
    document.querySelector<HTMLElement>('[data-failed]')?.removeAttribute('hidden');
  });
}
