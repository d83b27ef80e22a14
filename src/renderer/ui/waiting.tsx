/** Nothing for 150 ms, then a skeleton, then words: nothing spins in silence. */
import { useEffect, useState } from 'react';
import classes from './ui.module.css';

/** How far a wait has come. */
export function useWaitStage(): 'none' | 'skeleton' | 'words' {
  const [stage, setStage] = useState<'none' | 'skeleton' | 'words'>('none');
  useEffect(() => {
    const first = setTimeout(() => setStage('skeleton'), 150);
    const second = setTimeout(() => setStage('words'), 1_500);
    return () => {
      clearTimeout(first);
      clearTimeout(second);
    };
  }, []);
  return stage;
}

/** Takes the place of what is not there yet; `words` say what is awaited; `isPage` names a whole screen. */
export function Waiting({
  words,
  rows = 5,
  isPage = false,
}: {
  readonly words: string;
  readonly rows?: number;
  readonly isPage?: boolean;
}) {
  const stage = useWaitStage();
  const heading = isPage && <h1 className="visually-hidden">{words}</h1>;
  if (stage === 'none') return <div aria-busy="true">{heading}</div>;
  return (
    <div aria-busy="true">
      {heading}
      <p style={{ margin: '12px 16px', color: 'var(--sx-quiet)' }} role="status">
        {stage === 'words' ? `${words}…` : '\u00a0'}
      </p>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.skeletonRow} style={{ width: `${85 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
