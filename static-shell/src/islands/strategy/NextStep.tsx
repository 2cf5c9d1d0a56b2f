import { useStore } from '@nanostores/react';
import { useState } from 'react';
import type { BriefSession } from '@/lib/api-types';
import { newKey } from '@/lib/http';
import { saveOpenEdits } from '@/lib/open-edits';
import { explain, NotSaved } from '@/lib/problem';
import { navigate } from '@/lib/router';
import { $hasBrief } from './session';
import { $talk, draftNow } from './talk';

interface Props {
  readonly session: BriefSession;
  readonly onAnswer: (text: string) => void;
}

export function inReview(session: BriefSession): boolean {
  return session.state === 'review_pending' || session.state === 'editing' || session.state === 'drafting';
}

/** What one may do besides typing: a quick reply, or the draft once enough is known. Never forced. */
export function NextStep({ session, onAnswer }: Props) {
  const { answers } = useStore($talk);
  const thinking = answers.some((answer) => answer.state === 'sending');
  return (
    <>
      {session.quick_replies.length > 0 && !thinking && session.state !== 'review_pending' && (
        <div className="talk-column flex flex-wrap gap-2 pb-3" role="group" aria-label="Quick replies">
          {session.quick_replies.map((reply) => (
            <button key={reply} type="button" className="chip" onClick={() => onAnswer(reply)} data-testid="quick-reply">
              {reply}
            </button>
          ))}
        </div>
      )}
      {/* Below what comes and goes with each reply, so that it does not move with that. */}
      {inReview(session) ? <ToReview /> : session.can_draft && session.state !== 'initiated' && <DraftOffer />}
    </>
  );
}

function ToReview() {
  const changes = useStore($hasBrief);
  return (
    <div className="talk-column mb-3">
      <div className="status tone-copilot flex flex-wrap items-center gap-3">
        <p className="flex-1">{changes ? 'What changes in your Brief is ready to read.' : 'Your draft is ready to read.'}</p>
        <a href="/strategy/review" className="btn btn-quiet" data-testid="to-review">
          {changes ? 'Read what changes' : 'Review your Brief'}
        </a>
      </div>
    </div>
  );
}

function DraftOffer() {
  const changes = useStore($hasBrief);
  // One key for this offer: pressing twice, or again after a lost answer, drafts once.
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const draft = async () => {
    setBusy(true);
    setFault(null);
    try {
      // What somebody is just writing is a part of it.
      if (!(await saveOpenEdits())) throw new NotSaved();
      await draftNow(key);
      navigate('/strategy/review');
    } catch (problem) {
      setFault(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="talk-column mb-3" data-testid="draft-offer">
      <div className="status tone-copilot">
        <div className="flex flex-wrap items-center gap-3">
          <p className="flex-1">{changes ? 'What you say can go into your Brief.' : 'Enough is known for a first draft.'}</p>
          <button type="button" className="btn btn-quiet" aria-disabled={busy} onClick={() => void (busy ? undefined : draft())} data-testid="draft-now">
            {busy ? 'One moment…' : changes ? 'Show what changes' : 'Draft my Brief'}
          </button>
        </div>
        {fault !== null && (
          <p className="mt-1 text-13 text-error" role="alert">
            {explain(fault)}
          </p>
        )}
      </div>
    </div>
  );
}
