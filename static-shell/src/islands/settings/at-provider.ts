import type { Clerk } from '@clerk/clerk-js';
import { clerk } from '@/islands/auth/clerk';
import type { Me } from '@/lib/api-types';
import { $me, changeMe, reloadMe } from '@/lib/me';

/** What belongs to the account itself is changed where the account is: by Clerk's SDK, which is loaded when it is first needed. */
type Person = NonNullable<Clerk['user']>;
export type NewAddress = Awaited<ReturnType<Person['createEmailAddress']>>;

/** This browser is not signed in there as the person whom the screen shows. */
export class NotThere extends Error {}

async function person(me: Me): Promise<Person> {
  const { user } = await clerk();
  if (user?.primaryEmailAddress?.emailAddress.toLowerCase() !== me.email.toLowerCase()) throw new NotThere();
  return user;
}

/** Its address as we keep it: a path where it is ours. */
function addressOf(url: string): string {
  const { origin, pathname, href } = new URL(url, location.href);
  return origin === location.origin ? pathname : href;
}

/** @param picture as a data URL */
export async function setPicture(me: Me, picture: string): Promise<void> {
  const image = await (await person(me)).setProfileImage({ file: picture });
  if (image.publicUrl === null) throw new Error('The picture has no address');
  await changeMe({ avatar_url: addressOf(image.publicUrl) });
}

export async function removePicture(me: Me): Promise<void> {
  await (await person(me)).setProfileImage({ file: null });
  await changeMe({ avatar_url: null });
}

/** Adds the address, and sends a code to it; nothing has changed before that came back. */
export async function addAddress(me: Me, email: string): Promise<NewAddress> {
  const user = await person(me);
  // One that was begun before, and not proved, goes on.
  const begun = user.emailAddresses.find((one) => one.emailAddress.toLowerCase() === email.toLowerCase());
  const address = begun ?? (await user.createEmailAddress({ email }));
  await sendCode(address);
  return address;
}

export async function sendCode(address: NewAddress): Promise<void> {
  await address.prepareVerification({ strategy: 'email_code' });
}

/**
 * Proves the address and makes it the one that the person is known by.
 *
 * @returns whether the old one is gone
 */
export async function confirmAddress(me: Me, address: NewAddress, code: string): Promise<boolean> {
  const user = await person(me);
  const old = user.primaryEmailAddress;
  if (address.verification.status !== 'verified') await address.attemptVerification({ code });
  await user.update({ primaryEmailAddressId: address.id });
  const gone = await (old?.destroy().then(
    () => true,
    // A way in that somebody else vouches for, such as Google, may hold on to it. It is said.
    () => false,
  ) ?? true);
  await untilWeKnow(address.emailAddress);
  return gone;
}

const TRIES = 20;
const PAUSE_MS = 500;

/** The provider tells us in its own time, mostly within a second. */
async function untilWeKnow(email: string): Promise<void> {
  for (let left = TRIES; left > 0; left--) {
    await reloadMe();
    const state = $me.get();
    if (state.kind === 'ready' && state.me.email.toLowerCase() === email.toLowerCase()) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
