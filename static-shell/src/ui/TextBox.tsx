import type { ComponentPropsWithRef } from 'react';
import { type Keys, press } from '@/lib/keys';

interface Typing {
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly keys?: Keys;
}

type Box<Tag extends 'textarea' | 'input'> = Typing & Omit<ComponentPropsWithRef<Tag>, 'value' | 'onChange' | 'onKeyDown' | 'type' | 'dir'>;

/** Several lines of text. Every text box of the screens is one of these two, so that keys mean the same in all of them. */
export function TextBox({ onText, keys = {}, ...rest }: Box<'textarea'>) {
  return <textarea {...rest} dir="auto" onChange={(event) => onText(event.target.value)} onKeyDown={(event) => press(keys, event.nativeEvent)} />;
}

/** One line of text. */
export function LineBox({ onText, keys = {}, ...rest }: Box<'input'>) {
  return <input {...rest} type="text" dir="auto" onChange={(event) => onText(event.target.value)} onKeyDown={(event) => press(keys, event.nativeEvent)} />;
}
