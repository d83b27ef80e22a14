/** A screen or list with nothing in it: says why and what to do. */
import type { ReactNode } from 'react';
import classes from './ui.module.css';

/** A title, a sentence, and actions as children. */
export function Empty({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}
