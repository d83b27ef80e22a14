/** A key as it is printed on the keyboard. */
import { showKey } from './show-key.ts';
import type { Language } from './format.ts';
import classes from './ui.module.css';

/** Whether Command takes the place of Ctrl. */
export const isMac = navigator.platform.startsWith('Mac');

/** The key in the words of the language. */
export function KeyHint({ keys, language }: { readonly keys: string; readonly language: Language }) {
  return <kbd className={classes.key}>{showKey(keys, language, isMac)}</kbd>;
}
