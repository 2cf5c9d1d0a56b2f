import { useState } from 'react';
import type { BriefSession, SectionName } from '@/lib/api-types';
import { focusNext } from '@/lib/focus';
import { newKey } from '@/lib/http';
import { saveOpenEdits } from '@/lib/open-edits';
import { explain, NotSaved } from '@/lib/problem';
import { navigate } from '@/lib/router';
import { specOf } from '@/lib/sections';
import { approvedNow } from './brief';
import { approveShown, decide, openNow, rest } from './session';

interface Props {
  readonly undecided: readonly SectionName[];
  /** Those of them that say something. */
  readonly acceptable: readonly SectionName[];
  /** Whether nothing that is asked about is open, as the draft is by then. */
  readonly isAllDecided: (session: BriefSession) => boolean;
  /** The draft is another one than was shown, and so may be the Brief under it. */
  readonly onChanged: () => void;
}

export function listed(names: readonly SectionName[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names.map((name) => specOf(name).label));
}

/** The last step. Open once every section is accepted or left as a draft on purpose. */
export function Approve({ undecided, acceptable, isAllDecided, onChanged }: Props) {
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [changed, setChanged] = useState(false);
  const ready = undecided.length === 0;
  const approve = async () => {
    setBusy(true);
    setFault(null);
    setChanged(false);
    try {
      if (!(await saveOpenEdits())) throw new NotSaved();
      // What was saved only now has not been decided about.
      if (!isAllDecided(openNow())) {
        setBusy(false);
        return;
      }
      if ((await approveShown(key)) === 'changed') {
        setChanged(true);
        setBusy(false);
        onChanged();
        return;
      }
      approvedNow();
      rest();
      navigate('/strategy/brief');
    } catch (problem) {
      setFault(problem);
      setBusy(false);
    }
  };
  // One after the other: each is what the next one is decided on.
  const acceptAll = async () => {
    setBusy(true);
    setFault(null);
    try {
      if (!(await saveOpenEdits())) throw new NotSaved();
      for (const name of acceptable) await decide(name, { accepted: true });
      // The button goes with the last of them.
      focusNext('[data-testid="approve"]:enabled', '[data-testid^="leave-"]');
    } catch (problem) {
      setFault(problem);
    }
    setBusy(false);
  };
  return (
    <div className="document-bar no-print flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="min-w-0 flex-1 text-soft" id="approve-why">
        {ready ? (
          'You have been through all of it.'
        ) : (
          <>
            <span className="phone:hidden">{undecided.length} still to read.</span>
            <span className="max-phone:hidden">Still to read: {listed(undecided)}.</span>
          </>
        )}
      </p>
      {/* It goes with the last of them, not while that is on its way. */}
      {(acceptable.length > 1 || (busy && acceptable.length > 0)) && (
        <button type="button" className="btn btn-quiet" aria-disabled={busy} onClick={() => void (busy ? undefined : acceptAll())} data-testid="accept-all">
          Accept all
        </button>
      )}
      <button type="button" className="btn btn-primary" disabled={!ready} aria-disabled={busy} aria-describedby="approve-why"
        onClick={() => void (busy ? undefined : approve())} data-testid="approve">
        {busy ? 'One moment…' : 'Approve Brief'}
      </button>
      {changed && (
        <p className="status tone-warning w-full" role="alert" data-testid="changed-meanwhile">
          Somebody changed this in the meantime. Nothing was approved: the draft above is how it stands now.
        </p>
      )}
      {fault !== null && (
        <p className="w-full text-13 text-error" role="alert">
          {explain(fault)}
        </p>
      )}
    </div>
  );
}
