import { useState } from 'react';
import { explain } from '@/lib/problem';

type Account = typeof import('./account');

/** What is wrong with what was typed; undefined when it was done. */
type Outcome = string | undefined;

/** Changes the account itself, one thing at a time, and says what went wrong. */
export function useAccount() {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const attempt = async (work: (account: Account) => Promise<Outcome>) => {
    if (busy) return;
    setBusy(true);
    setWrong('');
    setWrong((await done(work)) ?? '');
    setBusy(false);
  };
  return { busy, wrong, attempt, forget: () => setWrong('') };
}

async function done(work: (account: Account) => Promise<Outcome>): Promise<Outcome> {
  let account: Account;
  try {
    account = await import('./account');
  } catch (fault) {
    return explain(fault);
  }
  try {
    return await work(account);
  } catch (fault) {
    return account.explainChange(fault);
  }
}
