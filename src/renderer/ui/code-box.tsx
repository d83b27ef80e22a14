/** Text to be read and copied as it is: a command, YAML, notes. */
import { CopyButton } from './copy-button.tsx';
import classes from './ui.module.css';

/** Code with a button that copies it; `wrap` breaks long lines. */
export function CodeBox({
  text,
  label,
  wrap = false,
}: {
  readonly text: string;
  readonly label: string;
  readonly wrap?: boolean;
}) {
  return (
    <div className={classes.codeBox}>
      {/* A region that scrolls must be reachable by key. */}
      <pre
        className={`${classes.code} ${wrap ? classes.codeWrap : ''}`}
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        {text}
      </pre>
      <CopyButton text={text} />
    </div>
  );
}
