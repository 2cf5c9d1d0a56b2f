import { LEFT_WORDS, whatWasLeft } from '@/lib/left';

/** Stands for the moment until the sign-in page is there, and is what the browser keeps of this page for its way back. */
export function SignedOutNow() {
  const left = whatWasLeft();
  return (
    <div className="document panel" data-testid="signed-out">
      <h1 className="text-20" tabIndex={-1}>
        You are signed out.
      </h1>
      {left !== null && (
        <p className="mt-2 text-soft" data-testid="typed-fate">
          {LEFT_WORDS[left]}
        </p>
      )}
      <a href="/sign-in" target="_self" className="btn btn-primary mt-4">
        Sign in
      </a>
    </div>
  );
}
