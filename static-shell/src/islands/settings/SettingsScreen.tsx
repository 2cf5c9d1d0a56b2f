import { useStore } from '@nanostores/react';
import { useEffect, useState } from 'react';
import type { Me, Theme } from '@/lib/api-types';
import { type Autosave, autosave, type SaveStatus } from '@/lib/autosave';
import { waits } from '@/lib/drafts';
import { $me, changeMe, changeTheme, leads, loadMe } from '@/lib/me';
import { explain } from '@/lib/problem';
import { say } from '@/lib/toast';
import { charactersOver } from '@/lib/too-long';
import { forgetTyped, recallTyped } from '@/lib/typed';
import { BoundedBox } from '@/ui/BoundedBox';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { OtherWords } from '@/ui/OtherWords';
import { SaveWord } from '@/ui/SaveWord';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { useOpenEdit } from '@/ui/useOpenEdit';
import { useTyped } from '@/ui/useTyped';
import { EmailField } from './EmailField';
import { Picture } from './Picture';
import { WorkspaceName } from './WorkspaceName';

export default function SettingsScreen() {
  const state = useStore($me);
  useEffect(() => void loadMe().catch(() => undefined), []);
  switch (state.kind) {
    case 'loading':
      return <ScreenSkeleton screen="settings" />;
    case 'failed':
      return <ErrorIsland title="Your settings could not be loaded." fault={state.fault} onRetry={() => void loadMe().catch(() => undefined)} />;
    case 'ready':
      return <Settings me={state.me} />;
  }
}

const THEMES: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'system', label: 'Like the system' },
];

function Settings({ me }: { readonly me: Me }) {
  useArrived(true);
  const choose = (theme: Theme) => {
    changeTheme(theme).catch((fault: unknown) => say(`Kept in this browser only. ${explain(fault)}`));
  };
  return (
    <div className="document panel flex flex-col gap-8" data-testid="settings">
      <h1 className="text-20" tabIndex={-1}>
        Settings
      </h1>
      <section aria-labelledby="profile" className="flex max-w-md flex-col gap-4">
        <h2 id="profile" className="section-label">
          Profile
        </h2>
        <Picture me={me} />
        <NameField initial={me.name} />
        <EmailField me={me} />
        {leads(me) ? (
          <WorkspaceName key={me.org.name} initial={me.org.name} />
        ) : (
          <div>
            <p className="label">Workspace</p>
            <p className="break-words" dir="auto">
              {me.org.name}
            </p>
          </div>
        )}
      </section>
      <fieldset className="flex flex-col gap-1">
        <legend className="section-label mb-2">Theme</legend>
        {THEMES.map(({ value, label }) => (
          <label key={value} className="flex min-h-11 cursor-pointer items-center gap-3">
            <input type="radio" name="theme" className="size-4" value={value} checked={me.theme === value} onChange={() => choose(value)} data-testid={`theme-${value}`} />
            {label}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

const NAME = 'settings.name';
const LONGEST = 120;

const fits = (name: string) => charactersOver(name, LONGEST) === 0;

async function saveName(name: string): Promise<void> {
  await changeMe({ name: name.trim() });
  // More may have been typed meanwhile.
  if (recallTyped(NAME) === name) forgetTyped(NAME);
}

/** A name of an earlier visit that was not saved waits for the owner's "Send now". `show` puts another name in the box. */
function nameSaver(initial: string, show: (name: string) => void, onStatus: (status: SaveStatus) => void): Autosave<string> {
  const wait = (waiting: boolean) => waits(NAME, waiting ? { kind: 'change', count: 1, send: () => void saver.flush(), discard: throwAway } : null);
  const told = (status: SaveStatus) => {
    onStatus(status);
    wait(status.kind === 'offline');
  };
  const saver = autosave<string>(saveName, told);
  const throwAway = () => {
    const name = recallTyped(NAME);
    saver.drop();
    show(initial);
    told({ kind: 'idle' });
    return () => {
      if (typeof name !== 'string') return;
      show(name);
      saver.hold(name);
      told({ kind: 'offline' });
    };
  };
  const kept = recallTyped(NAME);
  if (typeof kept === 'string' && fits(kept)) {
    saver.hold(kept);
    wait(true);
  }
  return saver;
}

function NameField({ initial }: { readonly initial: string }) {
  const { text: name, change, others, use, discard } = useTyped(NAME, initial);
  const [status, setStatus] = useState<SaveStatus>(() => (recallTyped(NAME) === undefined || !fits(name) ? { kind: 'idle' } : { kind: 'offline' }));
  const [saver] = useState(() => nameSaver(initial, change, setStatus));
  useEffect(() => () => void saver.flush(), [saver]);
  useOpenEdit(async () => (await saver.flush()) && fits(name));
  return (
    <div>
      <label className="label" htmlFor="name">
        Name
      </label>
      <BoundedBox
        id="name"
        className="input"
        autoComplete="name"
        longest={LONGEST}
        fate="Kept here, not saved."
        value={name}
        onText={(text) => {
          change(text);
          if (fits(text)) saver.change(text);
          else saver.drop();
        }}
        data-testid="settings-name"
      />
      <SaveWord status={status} onSave={() => void saver.flush()} />
      <OtherWords
        offers={others.map((copy) => ({ copy, words: copy.value }))}
        onUse={(copy) => {
          use(copy);
          if (typeof copy.value === 'string' && fits(copy.value)) saver.change(copy.value);
        }}
        onDiscard={discard}
      />
    </div>
  );
}
