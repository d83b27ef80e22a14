/** The picture of a chart, or its first letter. */
import { useState } from 'react';
import classes from './catalog.module.css';

/** Decorative: the name stands beside it. */
export function ChartIcon({ name, icon }: { readonly name: string; readonly icon?: string | undefined }) {
  const [broken, setBroken] = useState(false);
  if (!icon || broken) {
    return (
      <span className={`${classes.icon} ${classes.letter}`} aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
    );
  }
  return <img className={classes.icon} src={icon} alt="" loading="lazy" onError={() => setBroken(true)} />;
}
