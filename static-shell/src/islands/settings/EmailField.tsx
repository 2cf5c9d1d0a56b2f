import { type SubmitEvent, useEffect, useState } from 'react';
import type { Me } from '@/lib/api-types';
import { focusNext } from '@/lib/focus';
import { say } from '@/lib/toast';
import { LineBox } from '@/ui/TextBox';
import type { NewAddress } from './at-provider';
import { useAccount } from './useAccount';

type Step = { readonly kind: 'shown' } | { readonly kind: 'asked' } | { readonly kind: 'sent'; readonly address: NewAddress };

const WAIT_S = 30;

/** Seconds until one may ask for another code. */
function useWait(): readonly [number, () => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, () => setLeft(WAIT_S)];
}

/** The address of the account. Another one counts once a code that went there has come back; until then nothing has changed. */
export function EmailField({ me }: { readonly me: Me }) {
  const [step, setStep] = useState<Step>({ kind: 'shown' });
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [left, wait] = useWait();
  const { busy, wrong, attempt, forget } = useAccount();
  const end = () => {
    setStep({ kind: 'shown' });
    setEmail('');
    setCode('');
    forget();
    focusNext('[data-testid="change-email"]');
  };
  const send = () =>
    attempt(async ({ checkEmail, addAddress }) => {
      const complaint = checkEmail(email.trim());
      if (complaint !== null) return complaint.text;
      setStep({ kind: 'sent', address: await addAddress(me, email.trim()) });
      wait();
      focusNext('#email-code');
      return undefined;
    });
  const confirm = (address: NewAddress) =>
    attempt(async ({ checkCode, confirmAddress }) => {
      const complaint = checkCode(code.trim());
      if (complaint !== null) return complaint.text;
      const gone = await confirmAddress(me, address, code.trim());
      end();
      say(gone ? 'Your e-mail address is changed.' : 'Your e-mail address is changed. The old one still opens your account, too.');
      return undefined;
    });
  const again = (address: NewAddress) =>
    attempt(async ({ sendCode }) => {
      await sendCode(address);
      wait();
      return undefined;
    });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (step.kind === 'asked') void send();
    if (step.kind === 'sent') void confirm(step.address);
  };
  return (
    <div>
      <p className="label">E-mail</p>
      <p className="flex flex-wrap items-center justify-between gap-x-3">
        <span className="min-w-0 break-words" dir="auto" data-testid="settings-email">
          {me.email}
        </span>
        {step.kind === 'shown' && (
          <button
            type="button"
            className="btn btn-text -mr-2"
            aria-label="Change the e-mail address"
            onClick={() => {
              setStep({ kind: 'asked' });
              focusNext('#new-email');
            }}
            data-testid="change-email"
          >
            Change
          </button>
        )}
      </p>
      {step.kind !== 'shown' && (
        <form method="post" noValidate className="mt-2 flex flex-col gap-3" onSubmit={submit}>
          {step.kind === 'asked' ? (
            <div>
              <label className="label" htmlFor="new-email">
                New e-mail address
              </label>
              <LineBox
                id="new-email"
                className="input"
                inputMode="email"
                autoComplete="email"
                autoCapitalize="none"
                spellCheck={false}
                value={email}
                onText={setEmail}
                data-testid="new-email"
              />
            </div>
          ) : (
            <div>
              <p className="mb-2 text-soft">
                We sent a code to <bdi className="font-medium break-words text-text">{step.address.emailAddress}</bdi>. Nothing changes before you type it here.
              </p>
              <label className="label" htmlFor="email-code">
                Code from the e-mail
              </label>
              <LineBox
                id="email-code"
                className="input tabular"
                inputMode="numeric"
                autoComplete="one-time-code"
                value={code}
                onText={setCode}
                data-testid="email-code"
              />
            </div>
          )}
          <div className="flex flex-wrap gap-2">
            <button type="submit" className="btn btn-quiet" aria-disabled={busy} data-testid="submit-email">
              {busy ? 'One moment…' : step.kind === 'asked' ? 'Send the code' : 'Confirm'}
            </button>
            {step.kind === 'sent' && (
              <button type="button" className="btn btn-text tabular" aria-disabled={left > 0 || busy} onClick={() => left > 0 || void again(step.address)}>
                {left > 0 ? `Send a new code in ${left} s` : 'Send a new code'}
              </button>
            )}
            <button type="button" className="btn btn-text" onClick={end}>
              Leave it
            </button>
          </div>
          <p className="text-13 text-error" role="alert">
            {wrong}
          </p>
        </form>
      )}
    </div>
  );
}
