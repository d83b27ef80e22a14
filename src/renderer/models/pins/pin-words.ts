/** How a model on this laptop stands, in words. */
import { useTranslation } from 'react-i18next';
import type { Pin } from '../../../shared/contract/models/pins.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatBytes, formatDuration } from '../../ui/format.ts';
import type { Tone } from '../../ui/state-mark.tsx';
import { formatShare } from '../parts/numbers.ts';

const tones: Readonly<Record<Pin['state'], Tone>> = {
  waiting: 'paused',
  downloading: 'busy',
  verifying: 'busy',
  ready: 'good',
  paused: 'paused',
  failed: 'bad',
};

/** Milliseconds until it is here, by its present rate; undefined where nothing can be said. Pure. */
export function timeLeft({
  bytes,
  done,
  rate,
  state,
}: Pick<Pin, 'bytes' | 'done' | 'rate' | 'state'>): number | undefined {
  if (state !== 'downloading' || bytes === undefined || !rate) return undefined;
  return (Math.max(0, bytes - done) / rate) * 1_000;
}

/** Whether it predicts here. Pure. */
export const runsHere = (pin: Pick<Pin, 'state' | 'whyNot'>): boolean => pin.state === 'ready' && !pin.whyNot;

/** Tone, word, and how far it is. */
export function usePinState(): (pin: Pin) => { tone: Tone; word: string; sub?: string } {
  const { t } = useTranslation();
  const language = useLanguage();
  return (pin) => {
    const word = t(
      pin.state === 'ready' && pin.whyNot ? 'models.pins.states.notHere' : `models.pins.states.${pin.state}`,
    );
    const tone = pin.state === 'ready' && pin.whyNot ? 'warn' : tones[pin.state];
    if (pin.state === 'ready' || pin.bytes === undefined || pin.bytes === 0) return { tone, word };
    const left = timeLeft(pin);
    const parts = [
      formatShare(pin.done / pin.bytes, language),
      pin.rate ? t('models.pins.rate', { rate: formatBytes(pin.rate, language) }) : undefined,
      left === undefined ? undefined : t('models.pins.left', { time: formatDuration(left, language) }),
    ];
    return { tone, word, sub: parts.filter(Boolean).join(' · ') };
  };
}
