/** A state as icon and word, never as colour alone. */
import classes from './ui.module.css';

export type Tone = 'good' | 'busy' | 'paused' | 'bad' | 'warn';

/** The sign of a tone: a full disc, half a disc, a square, a cross, a triangle. */
export function ToneIcon({ tone }: { readonly tone: Tone }) {
  return (
    <svg className={classes.toneIcon} data-tone={tone} viewBox="0 0 12 12" aria-hidden="true">
      {tone === 'good' && <circle cx="6" cy="6" r="5" />}
      {tone === 'busy' && (
        <>
          <circle cx="6" cy="6" r="4.3" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M6 1.7a4.3 4.3 0 0 1 0 8.6z" />
        </>
      )}
      {tone === 'paused' && <rect x="1.5" y="1.5" width="9" height="9" rx="1" />}
      {tone === 'bad' && (
        <path
          d="M2 2l8 8M10 2l-8 8"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          fill="none"
        />
      )}
      {tone === 'warn' && <path d="M6 1l5.4 9.8H.6z" />}
    </svg>
  );
}

/** Icon and word of a state. */
export function StateMark({ tone, word }: { readonly tone: Tone; readonly word: string }) {
  return (
    <span className={classes.stateMark} data-tone={tone}>
      <ToneIcon tone={tone} />
      <span>{word}</span>
    </span>
  );
}
