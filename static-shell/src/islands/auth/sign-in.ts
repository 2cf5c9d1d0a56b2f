import type { Clerk } from '@clerk/clerk-js';
import { carryAddress } from './carry';
import { clerk, clientOf, enter, entersAgain, enterWithOpenSession, patiently } from './clerk';
import { nameAddress, onStep, openForms, showStep, startPasswordPeek } from './forms';
import { startGoogle } from './google';
import { carryNext, nextScreen } from './next';
import { sayWhatHappened } from './what-happened';
import { checkCode, checkEmail, checkPassword } from './words';

type SignIn = NonNullable<Clerk['client']>['signIn'];
type SecondFactor = 'email_code' | 'totp';

/** The second step of an account that has one: a code by e-mail, or from an authenticator. */
async function askForSecondFactor(signIn: SignIn): Promise<SecondFactor> {
  const byMail = signIn.supportedSecondFactors?.some((factor) => factor.strategy === 'email_code') === true;
  if (byMail) await signIn.prepareSecondFactor({ strategy: 'email_code' });
  const intro = document.querySelector<HTMLElement>('[data-step="code"] [data-code-intro]');
  if (intro !== null && !byMail) intro.textContent = 'Type the code that your authenticator shows now.';
  return byMail ? 'email_code' : 'totp';
}

export function startSignIn(): void {
  sayWhatHappened();
  carryNext();
  carryAddress();
  startPasswordPeek();
  startGoogle();
  const next = nextScreen();
  let second: SecondFactor = 'email_code';
  // While the person types.
  const tried = enterWithOpenSession(next);

  onStep(
    'account',
    (step) => [checkEmail(step.value('email')), checkPassword(step.value('password'))],
    async (step) => {
      await tried;
      const sdk = await clerk();
      const email = step.value('email');
      if (await entersAgain(sdk, email, next)) return;
      const password = step.value('password');
      const signIn = await patiently(() => clientOf(sdk).signIn.create({ strategy: 'password', identifier: email, password }));
      if (signIn.status === 'complete') return enter(sdk, signIn.createdSessionId, next);
      second = await askForSecondFactor(signIn);
      nameAddress(email);
      showStep('code');
    },
  );

  onStep(
    'code',
    (step) => [checkCode(step.value('code'))],
    async (step) => {
      const sdk = await clerk();
      const signIn = await clientOf(sdk).signIn.attemptSecondFactor({ strategy: second, code: step.value('code') });
      if (signIn.status !== 'complete') throw new Error('The sign-in is not complete');
      await enter(sdk, signIn.createdSessionId, next);
    },
  );
  openForms();
}
