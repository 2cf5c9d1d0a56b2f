import { useEffect, useRef, useState } from 'react';
import { explain } from '@/lib/problem';
import { signOutHere } from './sign-out';
import { TypedFate } from './TypedFate';

/** The browser sends the sessions of two people, and nothing tells which of them sits here. A sign-out ends both. */
export function TwoPeople() {
  const [fault, setFault] = useState<unknown>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className="document panel" role="alert" data-testid="two-people">
      <h1 className="text-20" tabIndex={-1} ref={heading}>
        Two people are signed in here at once.
      </h1>
      <p className="mt-2 max-w-[60ch] text-soft">Xentri cannot tell which of them you are, so it shows and changes nothing. Sign out, which ends both, then sign in again.</p>
      <TypedFate />
      <button type="button" className="btn btn-primary mt-4" onClick={() => void signOutHere().catch(setFault)} data-testid="sign-out-both">
        Sign out and sign in again
      </button>
      {fault !== null && (
        <p className="mt-2 text-13 text-error" role="alert">
          {explain(fault)}
        </p>
      )}
    </div>
  );
}
