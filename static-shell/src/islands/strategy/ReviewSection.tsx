import { useMemo, useState } from 'react';
import type { BriefSession, SectionContent } from '@/lib/api-types';
import { focusIfLost, focusNext } from '@/lib/focus';
import { newKey } from '@/lib/http';
import { same } from '@/lib/merge';
import { explain } from '@/lib/problem';
import { navigate } from '@/lib/router';
import { isEmpty, type SectionSpec, type View } from '@/lib/sections';
import { say } from '@/lib/toast';
import { recallTyped } from '@/lib/typed';
import { answerIn } from './answers';
import { answerOf } from './brief';
import type { EditorNeeds } from './editor';
import { SectionBody } from './SectionBody';
import { SectionDiff } from './SectionDiff';
import { SectionEditor, showsWrong } from './SectionEditor';
import { decide, draftOf, openNow, saveDraft } from './session';
import { askAgain } from './talk';

interface Props {
  readonly spec: SectionSpec;
  readonly session: BriefSession;
  /** What the Brief says of it by now; null where none stands yet. */
  readonly before: SectionContent | null;
}

/** An org has one draft at most, and words that were typed before its conversation began are words for it. */
export function keptAs(spec: SectionSpec): string {
  return `draft.${spec.name}`;
}

export function draftNeeds(session: BriefSession, spec: SectionSpec, view: View): EditorNeeds {
  return {
    view,
    spec,
    content: draftOf(session, spec.name),
    keptAs: keptAs(spec),
    save: (base, mine) => saveDraft(spec.name, base, mine),
    current: () => draftOf(openNow(), spec.name),
  };
}

async function askAndGo(spec: SectionSpec, key: string): Promise<void> {
  await askAgain(spec.name, key);
  navigate('/strategy');
}

/** One section of the draft with its three ways on. While it is edited there is one: what is being typed cannot be decided about yet. */
export function ReviewSection({ spec, session, before }: Props) {
  // Words of an earlier visit that were not saved are shown again, to be sent or changed.
  const [editing, setEditing] = useState(() => recallTyped(keptAs(spec)) !== undefined);
  const [fault, setFault] = useState<unknown>(null);
  const [key] = useState(newKey);
  const content = draftOf(session, spec.name);
  // What stands in the Brief already was said in a conversation before this one.
  const receipts = useMemo(() => ({ find: async (messageId: string) => (await answerIn([session.id], messageId)) ?? answerOf(messageId) }), [session.id]);
  const asked = before === null || !same(before, content);
  const accepted = session.accepted[spec.name];
  const left = session.left_as_draft[spec.name];
  // The button that was pressed goes away: the focus must not go with it.
  const accept = async (yes: boolean) => {
    await decide(spec.name, { accepted: yes });
    focusIfLost(`#review-${spec.name}`);
  };
  const refuse = async (stands: SectionContent) => {
    const mine = content;
    await saveDraft(spec.name, mine, stands);
    say(`“${spec.label}” stays as it stands.`, () => {
      saveDraft(spec.name, draftOf(openNow(), spec.name), mine).catch((problem: unknown) => say(`Not put back. ${explain(problem)}`));
    });
    focusIfLost(`#review-${spec.name}`);
  };
  const close = () => {
    setEditing(false);
    focusNext(`[data-testid="edit-${spec.name}"]`);
  };
  const attempt = (work: Promise<void>) => {
    setFault(null);
    work.catch((problem: unknown) => setFault(problem));
  };
  const [tone, word] = !asked ? ['', 'As it stands'] : accepted ? ['tone-success', 'Accepted'] : left ? ['tone-warning', 'Not sure yet'] : ['', 'To read'];
  return (
    <section className="document-section" aria-labelledby={`review-${spec.name}`} data-testid={`review-${spec.name}`} data-accepted={accepted}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id={`review-${spec.name}`} className="text-16" tabIndex={-1}>
          {spec.label}
        </h2>
        <p className={`status text-13 ${tone}`} role="status">
          {word}
        </p>
      </div>
      {editing ? (
        <SectionEditor needs={draftNeeds(session, spec, 'document')} focus onClose={close} />
      ) : asked && before !== null ? (
        <SectionDiff spec={spec} before={before} after={content} receipts={receipts} />
      ) : (
        <SectionBody spec={spec} content={content} receipts={receipts} />
      )}
      <div className="document-actions no-print">
        {asked && !accepted && !editing && (before !== null || !isEmpty(content)) && (
          <button
            type="button"
            className="btn btn-quiet"
            aria-label={`Accept: ${spec.label}`}
            data-testid={`accept-${spec.name}`}
            onClick={() => attempt(accept(true))}
          >
            Accept
          </button>
        )}
        {asked && before !== null && !accepted && !editing && (
          <button
            type="button"
            className="btn btn-text"
            aria-label={`Leave as it stands: ${spec.label}`}
            data-testid={`refuse-${spec.name}`}
            onClick={() => attempt(refuse(before))}
          >
            Leave as it stands
          </button>
        )}
        <button
          type="button"
          className="btn btn-text"
          aria-label={`${editing ? 'Done' : 'Edit'}: ${spec.label}`}
          aria-expanded={editing}
          data-testid={`edit-${spec.name}`}
          onClick={() => setEditing(!editing || showsWrong(spec))}
        >
          {editing ? 'Done' : 'Edit'}
        </button>
        {!accepted && !editing && (
          <>
            <button
              type="button"
              className="btn btn-text"
              aria-label={`Ask again: ${spec.label}`}
              data-testid={`ask-${spec.name}`}
              onClick={() => attempt(askAndGo(spec, key))}
            >
              Ask again
            </button>
            {asked && (
              <button
                type="button"
                className="btn btn-text"
                aria-label={`${left ? 'Decide now' : 'Not sure yet'}: ${spec.label}`}
                data-testid={`leave-${spec.name}`}
                onClick={() => attempt(decide(spec.name, { left_as_draft: !left }))}
              >
                {left ? 'Decide now' : 'Not sure yet'}
              </button>
            )}
          </>
        )}
        {asked && accepted && !editing && (
          <button type="button" className="btn btn-text" aria-label={`Undo: ${spec.label} is accepted`} onClick={() => attempt(accept(false))}>
            Undo
          </button>
        )}
      </div>
      {fault !== null && (
        <p className="mt-2 text-13 text-error" role="alert">
          {explain(fault)}
        </p>
      )}
    </section>
  );
}
