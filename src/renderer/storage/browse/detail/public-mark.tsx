/** Whether everyone may read, in a word and a sentence. */
import { useTranslation } from 'react-i18next';
import type { Publicity } from '../../../../shared/contract/storage/objects.ts';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';

const tones: Record<Publicity['state'], Tone> = {
  public: 'warn',
  partly: 'warn',
  private: 'good',
  unknown: 'paused',
};

/** Public, private, partly, unknown; by which prefix. */
export function PublicMark({ publicity }: { readonly publicity: Publicity }) {
  const { t } = useTranslation();
  const { state, by } = publicity;
  return (
    <span>
      <StateMark tone={tones[state]} word={t(`storage.publish.states.${state}`)} />
      {by !== undefined && <span className="quiet"> · {t('storage.publish.by', { prefix: by || '/' })}</span>}
    </span>
  );
}
