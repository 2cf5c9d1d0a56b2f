import { clerk, clientOf, patiently } from './clerk';
import { rememberNext } from './next';
import { complaintOf } from './words';

/** Leaves for Google; it comes back to /sso-callback. */
export function startGoogle(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-google]');
  const place = document.querySelector<HTMLElement>('[data-google-error]');
  button?.addEventListener('click', () => {
    button.setAttribute('aria-disabled', 'true');
    if (place !== null) place.textContent = '';
    leave().catch((fault: unknown) => {
      button.removeAttribute('aria-disabled');
      if (place !== null) place.textContent = complaintOf(fault).text;
    });
  });
}

async function leave(): Promise<void> {
  const sdk = await clerk();
  rememberNext();
  const { signIn } = clientOf(sdk);
  const redirectUrl = '/sso-callback';
  await patiently(() => signIn.authenticateWithRedirect({ strategy: 'oauth_google', redirectUrl, redirectUrlComplete: redirectUrl }));
}
