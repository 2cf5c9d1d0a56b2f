import { useStore } from '@nanostores/react';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import * as api from '@/lib/api';
import type { Org } from '@/lib/api-types';
import { newKey, renew } from '@/lib/http';
import { ApiProblem, explain, isExpected } from '@/lib/problem';
import { $shown } from '@/lib/shown';
import { leave } from '@/lib/tab';
import { charactersOver } from '@/lib/too-long';
import { fateOfTyped, forgetTypedOf } from '@/lib/typed';
import { choose } from '@/lib/workspace';
import { BoundedBox } from '@/ui/BoundedBox';
import { signOutHere } from './sign-out';

const LONGEST = 120;

/** What was typed for a workspace that is gone has nowhere to go: it is said to be lost, and is. */
function useLostWords(): boolean {
  const shown = useStore($shown);
  const [lost] = useState(() => shown !== null && fateOfTyped(shown) !== 'nothing');
  useEffect(() => {
    if (shown !== null) forgetTypedOf(shown);
  }, [shown]);
  return lost;
}

/** Throws unless somebody is signed in, which it settles first: one may have looked at this screen for longer than a token lives. */
async function makeWorkspace(name: string, key: string): Promise<void> {
  await renewed();
  let made: Org;
  try {
    made = await api.createOrg(name, key);
  } catch (fault) {
    // The session is good and the person is unknown: the account itself is gone.
    if (isRefused(fault)) leave('gone');
    throw fault;
  }
  // The next token knows the new workspace; a new page starts there.
  await renewed();
  open(made);
}

async function renewed(): Promise<void> {
  try {
    await renew();
  } catch (fault) {
    if (isRefused(fault)) leave('ended');
    throw fault;
  }
}

function isRefused(fault: unknown): boolean {
  return fault instanceof ApiProblem && (fault.status === 401 || fault.status === 403);
}

/** The token may name the workspace that is gone; the next one does not, and says where else the person is. */
async function findOthers(): Promise<readonly Org[]> {
  try {
    await renew();
    return await api.getOrgs();
  } catch (fault) {
    // In no other, or nobody answers: a new one can be made either way.
    if (!isExpected(fault)) throw fault;
    return [];
  }
}

function open(org: Org): void {
  choose(org.id);
  location.assign('/strategy');
}

function OtherWorkspaces({ orgs }: { readonly orgs: readonly Org[] }) {
  return (
    <ul className="mt-4 flex max-w-md flex-col items-start gap-2" data-testid="other-workspaces">
      {orgs.map((org, at) => (
        <li key={org.id} className="max-w-full">
          <button type="button" className={`btn ${at === 0 ? 'btn-primary' : 'btn-quiet'} max-w-full`} onClick={() => open(org)} data-testid="open-other">
            <span className="truncate" dir="auto">
              Continue in {org.name}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The person is signed in, and the workspace was deleted or they were taken out of it: they go on in another, or make a new one. */
export function NoWorkspace() {
  const [others, setOthers] = useState<readonly Org[]>([]);
  useEffect(() => void findOthers().then(setOthers), []);
  const lost = useLostWords();
  // One key for this wish: pressing twice, or again after a lost answer, makes one workspace.
  const [key] = useState(newKey);
  const [name, setName] = useState('My workspace');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setFault(null);
    try {
      await work();
    } catch (problem) {
      setBusy(false);
      setFault(problem);
    }
  };
  const fits = name.trim() !== '' && charactersOver(name, LONGEST) === 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!busy && fits) void attempt(() => makeWorkspace(name.trim(), key));
  };
  return (
    <div className="document panel" data-testid="no-workspace">
      <h1 className="text-20" tabIndex={-1} ref={heading}>
        Your workspace is not there any more.
      </h1>
      <p className="mt-2 max-w-[60ch] text-soft">
        It was deleted, or you were taken out of it. Your account is still yours:{' '}
        {others.length > 0 ? 'go on in another workspace, make a new one' : 'make a new workspace'}, or sign out.
      </p>
      {lost && (
        <p className="mt-2 max-w-[60ch] text-soft" data-testid="typed-fate">
          What you had typed there and not sent is lost with it.
        </p>
      )}
      {others.length > 0 && <OtherWorkspaces orgs={others} />}
      <form method="post" className="mt-6 flex max-w-md flex-col gap-3" onSubmit={submit}>
        <div>
          <label className="label" htmlFor="workspace-name">
            Name of the new workspace
          </label>
          <BoundedBox
            id="workspace-name"
            className="input"
            longest={LONGEST}
            fate="Make it shorter first."
            autoComplete="organization"
            value={name}
            onText={setName}
            data-testid="workspace-name"
          />
        </div>
        <div className="flex flex-wrap gap-3">
          <button
            type="submit"
            className={`btn ${others.length > 0 ? 'btn-quiet' : 'btn-primary'}`}
            aria-disabled={busy}
            disabled={!fits}
            data-testid="make-workspace"
          >
            {busy ? 'One moment…' : 'Make a new workspace'}
          </button>
          <button type="button" className="btn btn-text" onClick={() => void attempt(signOutHere)} data-testid="no-workspace-sign-out">
            Sign out
          </button>
        </div>
        {fault !== null && (
          <p className="text-13 text-error" role="alert">
            {explain(fault)}
          </p>
        )}
      </form>
    </div>
  );
}
