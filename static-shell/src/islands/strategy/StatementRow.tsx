import { useStore } from '@nanostores/react';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SectionContent, SectionName, Statement } from '@/lib/api-types';
import { explain } from '@/lib/problem';
import { putBack } from '@/lib/sections';
import { say } from '@/lib/toast';
import { recallTyped } from '@/lib/typed';
import { OtherWords } from '@/ui/OtherWords';
import { TextBox } from '@/ui/TextBox';
import { useTyped } from '@/ui/useTyped';
import { draftOf, openNow, saveDraft } from './session';
import { $talk, findMessage } from './talk';

interface Props {
  readonly section: SectionName;
  readonly statement: Statement;
  readonly fresh: boolean;
  readonly onReceipt: (messageId: string) => void;
  /** The row has gone, and with it the button that was pressed: the focus must not go as well. */
  readonly onRemoved: () => void;
}

function report(fault: unknown): void {
  say(`Not saved. ${explain(fault)}`);
}

async function replace(section: SectionName, change: (content: SectionContent) => SectionContent): Promise<void> {
  const before = draftOf(openNow(), section);
  await saveDraft(section, before, change(before));
}

function withText(content: SectionContent, id: string, text: string): SectionContent {
  const statements = content.statements.map((one): Statement => (one.id === id ? { id, text, source: 'owner', receipts: [] } : one));
  return { ...content, statements };
}

function remove(section: SectionName, statement: Statement, onRemoved: () => void): void {
  const before = draftOf(openNow(), section).statements;
  const restore = () => {
    replace(section, (content) => ({ ...content, statements: putBack(content.statements, statement, before) })).catch(report);
  };
  replace(section, (content) => ({ ...content, statements: content.statements.filter((one) => one.id !== statement.id) }))
    .then(() => {
      onRemoved();
      say('Removed from your Brief.', restore);
    })
    .catch(report);
}

const keptAs = (statement: Statement) => `statement.${statement.id}`;

/** One captured fact: what it says, where it came from, and the ways to correct it right there. */
export function StatementRow({ section, statement, fresh, onReceipt, onRemoved }: Props) {
  // Words of an earlier visit that were not saved are shown again, to be saved or thrown away.
  const [editing, setEditing] = useState(() => recallTyped(keptAs(statement)) !== undefined);
  if (editing) return <StatementEdit section={section} statement={statement} onDone={() => setEditing(false)} onRemoved={onRemoved} />;
  return (
    <li className={`statement ${fresh ? 'is-new' : ''}`} data-testid="statement">
      <p className="words" dir="auto">
        {statement.text}
      </p>
      <div className="flex items-center justify-between gap-2">
        <Receipt statement={statement} onReceipt={onReceipt} />
        <div className="statement-tools">
          <button type="button" className="icon-btn" aria-label={`Edit: ${statement.text}`} title="Edit" onClick={() => setEditing(true)}>
            <Pencil size={16} aria-hidden="true" />
          </button>
          <button type="button" className="icon-btn" aria-label={`Remove: ${statement.text}`} title="Remove" onClick={() => remove(section, statement, onRemoved)}>
            <Trash2 size={16} aria-hidden="true" />
          </button>
        </div>
      </div>
    </li>
  );
}

interface EditProps extends Pick<Props, 'section' | 'statement' | 'onRemoved'> {
  readonly onDone: () => void;
}

function StatementEdit({ section, statement, onDone, onRemoved }: EditProps) {
  const { text, change, done, others, use, discard } = useTyped(keptAs(statement), statement.text);
  const cancel = () => {
    done();
    onDone();
  };
  const save = () => {
    const wanted = text.trim();
    onDone();
    if (wanted === statement.text) done();
    else if (wanted === '') {
      done();
      remove(section, statement, onRemoved);
    } else replace(section, (content) => withText(content, statement.id, wanted)).then(done).catch(report);
  };
  return (
    <li className="statement">
      <form
        method="post"
        className="flex flex-col gap-2 py-1"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextBox
          className="input field-sizing-content"
          aria-label="What your Brief says"
          rows={2}
          value={text}
          ref={(element) => element?.focus()}
          onText={change}
          keys={{
            Escape: () => {
              cancel();
              return true;
            },
          }}
        />
        <div className="flex gap-2">
          <button type="submit" className="btn btn-quiet">
            Save
          </button>
          <button type="button" className="btn btn-text" onClick={cancel}>
            Cancel
          </button>
        </div>
        <OtherWords offers={others.map((copy) => ({ copy, words: copy.value }))} onUse={use} onDiscard={discard} />
      </form>
    </li>
  );
}

/** Where a statement came from: the answer itself, one tap away, or the plain word for it. */
export function Receipt({ statement, onReceipt }: Pick<Props, 'statement' | 'onReceipt'>) {
  const [shown, setShown] = useState(false);
  const talk = useStore($talk);
  const [first] = statement.receipts;
  if (statement.source === 'assumption') return <p className="text-12 text-muted">assumption</p>;
  if (statement.source === 'owner' || first === undefined) return <p className="text-12 text-muted">your words</p>;
  const answer = talk.messages.find((message) => message.id === first);
  const toggle = () => {
    setShown(!shown);
    if (answer === undefined) void findMessage(first);
  };
  return (
    <div className="min-w-0">
      <button type="button" className="receipt" aria-expanded={shown} title={answer?.text} onClick={toggle} data-testid="receipt">
        from your answer <span aria-hidden="true">↗</span>
      </button>
      {shown && (
        <div className="quote">
          <p dir="auto">{answer?.text ?? 'Looking for the answer…'}</p>
          <button type="button" className="receipt underline" onClick={() => onReceipt(first)}>
            Show it in the conversation
          </button>
        </div>
      )}
    </div>
  );
}
