import type { Clerk } from '@clerk/clerk-js';
import { carryAddress } from './carry';
import { clerk, clientOf, enter } from './clerk';
import { nameAddress, onStep, openForms, showStep, startPasswordPeek } from './forms';
import { onNewCode } from './new-code';
import { carryNext, nextScreen } from './next';
import { checkCode, checkEmail, checkNewPassword } from './words';

const BY_MAIL = 'reset_password_email_code';

export function startForgotPassword(): void {
  carryNext();
  carryAddress();
  startPasswordPeek();
  const next = nextScreen();
  const codeSent = onNewCode('reset', async () => sendAgain(clientOf(await clerk()).signIn));

  onStep(
    'account',
    (step) => [checkEmail(step.value('email'))],
    async (step) => {
      const sdk = await clerk();
      const email = step.value('email');
      const signIn = await clientOf(sdk).signIn.create({ strategy: BY_MAIL, identifier: email });
      remember(signIn.id);
      nameAddress(email);
      codeSent();
      showStep('reset');
    },
  );

  onStep(
    'reset',
    (step) => [checkCode(step.value('code')), checkNewPassword(step.value('password'))],
    async (step) => {
      const sdk = await clerk();
      const proved = await provedBy(clientOf(sdk).signIn, step.value('code'));
      // Whoever may have learnt the old password is signed out with it.
      const reset = await proved.resetPassword({ password: step.value('password'), signOutOfOtherSessions: true });
      if (reset.status !== 'complete') throw new Error('The reset is not complete');
      remember(undefined);
      await enter(sdk, reset.createdSessionId, next);
    },
  );

  document.querySelector('[data-other-address]')?.addEventListener('click', () => {
    remember(undefined);
    showStep('account');
  });
  openForms();
  clerk()
    .then((sdk) => goOn(clientOf(sdk).signIn))
    .catch(() => undefined);
}

type SignIn = NonNullable<Clerk['client']>['signIn'];

/** A code is good once: who has shown it, and whose new password was refused, only chooses another one. */
async function provedBy(signIn: SignIn, code: string): Promise<SignIn> {
  if (signIn.status === 'needs_new_password') return signIn;
  return signIn.attemptFirstFactor({ strategy: BY_MAIL, code });
}

/** One more code for the same attempt, so that the provider counts them. */
async function sendAgain(signIn: SignIn): Promise<void> {
  const factor = signIn.supportedFirstFactors?.find(({ strategy }) => strategy === BY_MAIL);
  if (factor === undefined || !('emailAddressId' in factor)) throw new Error('The attempt knows no address');
  await signIn.prepareFirstFactor({ strategy: BY_MAIL, emailAddressId: factor.emailAddressId });
}

const ATTEMPT = 'xentri.reset';

/** Which attempt this tab is at, by its id: a phone may drop the page while one looks for the mail. */
function remember(attempt: string | undefined): void {
  try {
    if (attempt === undefined) sessionStorage.removeItem(ATTEMPT);
    else sessionStorage.setItem(ATTEMPT, attempt);
  } catch {
    // Closed: after a reload one begins anew.
  }
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(ATTEMPT);
  } catch {
    return null;
  }
}

/** Back at the step where one was: the provider knows the address, and the code in the mail is still good. */
function goOn(signIn: SignIn): void {
  const underWay = signIn.status === 'needs_first_factor' || signIn.status === 'needs_new_password';
  if (!underWay || signIn.id === undefined || signIn.id !== remembered() || signIn.identifier === null) return;
  const email = document.querySelector<HTMLInputElement>('[data-step="account"] input[name="email"]');
  // Whoever has begun with another address means that one.
  if (email === null || (email.value !== '' && email.value !== signIn.identifier)) return;
  email.value = signIn.identifier;
  nameAddress(signIn.identifier);
  showStep('reset');
}
