/** The parts of a platform, each with its state and what follows from it. */
import { useTranslation } from 'react-i18next';
import type { Part } from '../../shared/contract/sign-in.ts';
import { failureSentence } from '../app/failures.ts';
import { useSay } from '../app/language/words.ts';
import { StateMark, type Tone } from '../ui/state-mark.tsx';
import classes from './sign-in.module.css';

const tones: Record<Part['state'], Tone> = {
  ready: 'good',
  checking: 'busy',
  absent: 'paused',
  failed: 'bad',
};

/** One line a part: what it is, how it is, what that means for the person. */
export function PartList({
  parts,
  showReady = true,
}: {
  readonly parts: readonly Part[];
  readonly showReady?: boolean;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const shown = parts.filter((part) => showReady || part.state === 'failed');
  return (
    <ul className={classes.parts}>
      {shown.map((part) => (
        <li key={part.name}>
          <span>{t(`signIn.part.${part.name}`)}</span>
          <StateMark tone={tones[part.state]} word={t(`signIn.partState.${part.state}`)} />
          <span className={classes.partText}>
            {part.state === 'failed' && <>{t(`signIn.partConsequence.${part.name}`)} </>}
            {part.state === 'failed' && part.problem && failureSentence(part.problem, say)}
            {part.state === 'absent' && t(`signIn.partMissing.${part.name}`)}
            {part.state !== 'failed' && part.state !== 'absent' && part.address}
          </span>
        </li>
      ))}
    </ul>
  );
}
