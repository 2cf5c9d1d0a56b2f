import { useStore } from '@nanostores/react';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { SectionName, Statement } from '@/lib/api-types';
import { focusNext } from '@/lib/focus';
import { say } from '@/lib/toast';
import { keepTyped, recallTyped } from '@/lib/typed';
import { BeforeLosing } from '@/ui/BeforeLosing';
import { OtherWords } from '@/ui/OtherWords';
import { TextBox } from '@/ui/TextBox';
import { useOpenEdit } from '@/ui/useOpenEdit';
import { useTyped } from '@/ui/useTyped';
import { $facts, changeFact, dropFact, type FactEdit, placeOf, sendFact, wordAbout } from './facts';
import { editIn } from './folds';
import { Receipt, type ReceiptNeeds } from './Receipt';

interface Props {
  readonly section: SectionName;
  readonly statement: Statement;
  readonly fresh: boolean;
  readonly receipts: ReceiptNeeds;
}

const keptAs = (statement: Statement) => `statement.${statement.id}`;

/** Whether somebody has begun to write other words for it. */
export function isBeingEdited(statement: Statement): boolean {
  return recallTyped(keptAs(statement)) !== undefined;
}

/** One captured fact: what it says, where it came from, and the ways to correct it right there. */
export function StatementRow({ section, statement, fresh, receipts }: Props) {
  // Words of an earlier visit that were not saved are shown again, to be saved or thrown away.
  const [editing, setEditing] = useState<'no' | 'kept' | 'asked'>(() => (isBeingEdited(statement) ? 'kept' : 'no'));
  // Where nothing hovers: what can be done about a fact comes with a tap, and not beside all of them at once.
  const [tools, setTools] = useState(false);
  const id = useId();
  const edit = useStore($facts).get(statement.id);
  const close = () => {
    setEditing('no');
    focusNext(placeOf(statement.id), `[data-panel-section="${section}"]`);
  };
  const going = edit?.text === '';
  const text = edit === undefined || going ? statement.text : edit.text;
  if (editing !== 'no') {
    return <StatementEdit section={section} statement={statement} text={text} focus={editing === 'asked'} onClose={close} onReopen={() => setEditing('asked')} />;
  }
  return (
    <li className={`statement ${fresh ? 'is-new' : ''}`} data-testid="statement" data-statement={statement.id} data-tools={tools}>
      <p className={`words ${going ? 'line-through opacity-80' : ''}`} dir="auto">
        {text}
      </p>
      {statement.source === 'assumption' && edit === undefined && <p className="col-span-full text-12 text-muted">assumption</p>}
      {!going && (
        <>
          <button
            type="button"
            className="icon-btn statement-more"
            aria-label={`More: ${text}`}
            aria-expanded={tools}
            aria-controls={id}
            onClick={() => setTools(!tools)}
            data-more=""
          >
            <Ellipsis size={16} aria-hidden="true" />
          </button>
          <div className="statement-tools" id={id}>
            {edit === undefined ? <Receipt statement={statement} {...receipts} /> : <span className="receipt">your words</span>}
            <button type="button" className="icon-btn" aria-label={`Edit: ${text}`} title="Edit" onClick={() => setEditing('asked')} data-edit="">
              <Pencil size={16} aria-hidden="true" />
            </button>
            <button type="button" className="icon-btn" aria-label={`Remove: ${text}`} title="Remove" onClick={() => void changeFact(section, statement.id, '')}>
              <Trash2 size={16} aria-hidden="true" />
            </button>
          </div>
        </>
      )}
      {edit !== undefined && <OnItsWay edit={edit} />}
    </li>
  );
}

/** What becomes of an edit that is not on the server yet. What waits is sent by the frame's notice, with everything else. */
function OnItsWay({ edit }: { readonly edit: FactEdit }) {
  return (
    <div
      className={`col-span-full flex flex-wrap items-center gap-x-2 text-13 ${edit.state === 'saving' ? 'text-muted' : 'text-warning'}`}
      role="status"
      data-testid={`fact-${edit.state}`}
    >
      <span>{wordAbout(edit)}</span>
      {edit.state === 'failed' && (
        <button type="button" className="btn btn-text" onClick={() => sendFact(edit.id)}>
          Try again
        </button>
      )}
      {edit.state !== 'saving' && (
        <button
          type="button"
          className="btn btn-text"
          onClick={() => {
            dropFact(edit.id);
            focusNext(placeOf(edit.id));
          }}
        >
          {edit.text === '' ? 'Keep it' : 'Leave it as it was'}
        </button>
      )}
    </div>
  );
}

interface EditProps extends Pick<Props, 'section' | 'statement'> {
  /** What stands there, as far as this page knows. */
  readonly text: string;
  /** Whether it was opened just now, and not by words of an earlier visit. */
  readonly focus: boolean;
  readonly onClose: () => void;
  readonly onReopen: () => void;
}

function StatementEdit({ section, statement, text: before, focus, onClose, onReopen }: EditProps) {
  const { text, change, done, others, use, discard } = useTyped(keptAs(statement), before);
  const [asking, setAsking] = useState(false);
  const wanted = text.trim();
  const changed = wanted !== before;
  const save = () => {
    done();
    onClose();
    return changed ? changeFact(section, statement.id, wanted) : Promise.resolve('saved' as const);
  };
  const throwAway = () => {
    done();
    onClose();
    if (!changed) return;
    say('Your change was thrown away.', () => {
      keepTyped(keptAs(statement), text);
      onReopen();
    });
  };
  const escape = () => {
    if (changed) setAsking(true);
    else throwAway();
    return true;
  };
  useOpenEdit(async () => (await save()) === 'saved');
  useEffect(() => editIn(section), [section]);
  return (
    <li className="statement is-edited" data-statement={statement.id}>
      <form
        method="post"
        className="flex flex-col gap-2 py-1"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextBox
          className="input field-sizing-content"
          aria-label="What your Brief says"
          rows={2}
          value={text}
          {...(focus ? { ref: focusAtEnd } : {})}
          onText={change}
          enterKeyHint="done"
          keys={{
            Enter: () => {
              void save();
              return true;
            },
            Escape: escape,
          }}
        />
        {asking ? (
          <BeforeLosing
            what="Your change is not saved."
            saveWord="Save"
            onSave={() => void save()}
            onDiscard={throwAway}
            onStay={() => {
              setAsking(false);
              focusNext(`[data-statement="${statement.id}"] textarea`);
            }}
          />
        ) : (
          <div className="flex gap-2">
            <button type="submit" className="btn btn-quiet">
              Save
            </button>
            <button type="button" className="btn btn-text" onClick={throwAway}>
              Cancel
            </button>
          </div>
        )}
        <OtherWords offers={others.map((copy) => ({ copy, words: copy.value }))} onUse={use} onDiscard={discard} />
      </form>
    </li>
  );
}

/** Where one goes on writing. Only as it opens: an element that is there already keeps its cursor. */
function focusAtEnd(box: HTMLTextAreaElement | null): void {
  if (box === null || document.activeElement === box) return;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}
