import { type SubmitEvent, useState } from 'react';
import { focusNext } from '@/lib/focus';
import { explain } from '@/lib/problem';
import { say } from '@/lib/toast';
import { charactersOver } from '@/lib/too-long';
import { LONGEST_NAME, renameWorkspace } from '@/lib/workspace-name';
import { BoundedBox } from '@/ui/BoundedBox';
import { OtherWords } from '@/ui/OtherWords';
import { useTyped } from '@/ui/useTyped';

/** What the workspace is called, for those who may say so. A workspace is everybody's: its name is given on purpose, not by typing. */
export function WorkspaceName({ initial }: { readonly initial: string }) {
  const { text: name, change, done, others, use, discard } = useTyped('settings.workspace', initial);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const differs = name.trim() !== '' && name.trim() !== initial && charactersOver(name, LONGEST_NAME) === 0;
  const rename = async () => {
    setBusy(true);
    setFault(null);
    try {
      await renameWorkspace(name.trim());
      done();
      say('The workspace has its new name.', () => void renameWorkspace(initial).catch((problem: unknown) => say(`Not changed. ${explain(problem)}`)));
      focusNext('#workspace');
    } catch (problem) {
      setFault(problem);
    }
    setBusy(false);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (differs && !busy) void rename();
  };
  return (
    <form method="post" onSubmit={submit}>
      <label className="label" htmlFor="workspace">
        Workspace
      </label>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <BoundedBox
            id="workspace"
            className="input"
            autoComplete="organization"
            longest={LONGEST_NAME}
            fate="Kept here, not saved."
            value={name}
            onText={change}
            data-testid="settings-workspace"
          />
        </div>
        <button type="submit" className="btn btn-quiet flex-none" disabled={!differs} aria-disabled={busy} data-testid="rename-workspace">
          {busy ? 'One moment…' : 'Rename'}
        </button>
      </div>
      {fault !== null && (
        <p className="mt-1 text-13 text-error" role="alert">
          {explain(fault)}
        </p>
      )}
      <OtherWords offers={others.map((copy) => ({ copy, words: copy.value }))} onUse={use} onDiscard={discard} />
    </form>
  );
}
