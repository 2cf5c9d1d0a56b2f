import { useStore } from '@nanostores/react';
import { useEffect, useRef, useState } from 'react';
import type { Me } from '@/lib/api-types';
import { nameOf, whoIsHere } from '@/lib/me';
import { explain } from '@/lib/problem';
import { $shown, type Shown } from '@/lib/shown';
import { signOutHere } from './sign-out';
import { TypedFate } from './TypedFate';

interface Words {
  readonly title: string;
  readonly onward: string;
}

function wordsFor(me: Me | null, shown: Shown | null): Words {
  if (me === null) return { title: 'Somebody else is signed in here now.', onward: 'Continue' };
  if (me.id !== shown?.user) return { title: 'You are signed in as somebody else here.', onward: `Continue as ${nameOf(me)}` };
  return { title: 'Another workspace is open in this browser now.', onward: `Continue in ${me.org.name}` };
}

/** The session of this browser is not the one that this tab was opened with. A new page starts with the one that there is. */
export function Taken() {
  const shown = useStore($shown);
  const [me, setMe] = useState<Me | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    // Without an answer the words stay general: going on finds out.
    whoIsHere().then(setMe, () => undefined);
  }, []);
  const { title, onward } = wordsFor(me, shown);
  return (
    <div className="document panel" role="alert" data-testid="session-changed">
      <h1 className="text-20" tabIndex={-1} ref={heading}>
        {title}
      </h1>
      <p className="mt-2 max-w-[60ch] text-soft">It happened in another tab. This one has put away what it showed, and sends nothing more.</p>
      <TypedFate />
      <div className="mt-4 flex flex-wrap gap-3">
        <button type="button" className="btn btn-primary max-w-full" onClick={() => location.reload()} data-testid="go-on">
          <span className="truncate" dir="auto">
            {onward}
          </span>
        </button>
        <button type="button" className="btn btn-quiet" onClick={() => void signOutHere().catch(setFault)}>
          Sign out and sign in again
        </button>
      </div>
      {fault !== null && (
        <p className="mt-2 text-13 text-error" role="alert">
          {explain(fault)}
        </p>
      )}
    </div>
  );
}
