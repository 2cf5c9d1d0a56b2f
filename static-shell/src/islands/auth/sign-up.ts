import { clerk, clientOf, enter, entersAgain, enterWithOpenSession, patiently } from './clerk';
import { nameAddress, onStep, openForms, showStep, startPasswordPeek } from './forms';
import { startGoogle } from './google';
import { carryNext, nextScreen } from './next';
import { checkCode, checkEmail, checkNewPassword, complaintOf } from './words';

export function startSignUp(): void {
  carryNext();
  startPasswordPeek();
  startGoogle();
  const next = nextScreen();
  // While the person types.
  const tried = enterWithOpenSession(next);

  onStep(
    'account',
    (step) => [checkEmail(step.value('email')), checkNewPassword(step.value('password'))],
    async (step) => {
      await tried;
      const sdk = await clerk();
      const email = step.value('email');
      if (await entersAgain(sdk, email, next)) return;
      const signUp = await patiently(() => clientOf(sdk).signUp.create({ emailAddress: email, password: step.value('password') }));
      if (signUp.status === 'complete') return enter(sdk, signUp.createdSessionId, next);
      await signUp.prepareEmailAddressVerification({ strategy: 'email_code' });
      nameAddress(email);
      showStep('code');
    },
  );

  onStep(
    'code',
    (step) => [checkCode(step.value('code'))],
    async (step) => {
      const sdk = await clerk();
      const signUp = await clientOf(sdk).signUp.attemptEmailAddressVerification({ code: step.value('code') });
      if (signUp.status !== 'complete') throw new Error('The sign-up is not complete');
      await enter(sdk, signUp.createdSessionId, next);
    },
  );

  const again = document.querySelector<HTMLButtonElement>('[data-new-code]');
  const place = document.querySelector<HTMLElement>('[data-step="code"] [data-error="form"]');
  again?.addEventListener('click', () => {
    const report = (text: string) => {
      if (place !== null) place.textContent = text;
    };
    clerk()
      .then((sdk) => clientOf(sdk).signUp.prepareEmailAddressVerification({ strategy: 'email_code' }))
      .then(() => report('A new code is on its way.'))
      .catch((fault: unknown) => report(complaintOf(fault).text));
  });
  openForms();
}
