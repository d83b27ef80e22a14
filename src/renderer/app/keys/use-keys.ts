/** Listens to the keys of the whole app. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { isMac } from '../../ui/key-hint.tsx';
import { takesText } from '../../ui/takes-text.ts';
import { toggle, useFrame } from '../frame/frame-state.ts';
import { opened, useSettings } from '../streams.ts';
import { describePress, keysInForce, matchPress, type ActionName } from './keys.ts';

const sequenceMilliseconds = 1_200;

/** The keys as they are now, with the person's own. */
export function useKeysInForce(): Record<ActionName, string> {
  const own = useSettings().value?.keys;
  return useMemo(() => keysInForce(own ?? {}), [own]);
}

/** True where a letter is text: a key without Ctrl then belongs to the field. */
function isTyping(target: EventTarget | null): boolean {
  return takesText(target) && !isTick(target);
}

function isTick(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && /^(checkbox|radio|range)$/.test(target.type);
}

/** Puts the keys of the frame to work while the frame is there. */
export function useKeys(): void {
  const keys = useKeysInForce();
  const navigate = useNavigate();
  useEffect(() => {
    let pending: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run: Partial<Record<ActionName, () => void>> = {
      palette: () => toggle('palette'),
      help: () => toggle('help'),
      commands: () => toggle('commands'),
      filter: () => document.querySelector<HTMLInputElement>('main [data-filter]')?.focus(),
      home: () => void navigate({ to: '/' }),
      catalog: () => void navigate({ to: '/catalog' }),
      storage: () => void navigate({ to: '/storage' }),
      annotation: () => void navigate({ to: '/annotation' }),
      training: () => void navigate({ to: '/training' }),
      models: () => void navigate({ to: '/models' }),
      serving: () => void navigate({ to: '/serving' }),
      secrets: () => void navigate({ to: '/secrets' }),
      services: () => void navigate({ to: '/services' }),
      settings: () => void navigate({ to: '/settings' }),
      'leave-service': () =>
        (
          document.querySelector<HTMLElement>('[data-opened-tab][aria-current="page"]') ??
          document.querySelector<HTMLElement>('main')
        )?.focus(),
    };
    const goToOpened = (digit: number) => {
      const service = opened.get().value?.[digit - 1];
      if (service) void navigate({ to: '/opened/$id', params: { id: service.id } });
      return service !== undefined;
    };
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const press = describePress(event, isMac);
      const digit = /^mod\+([1-9])$/.exec(press)?.[1];
      if (digit) {
        if (goToOpened(Number(digit))) event.preventDefault();
        return;
      }
      const isPlain = !press.includes('mod+') && !press.includes('alt+');
      if (isPlain && isTyping(event.target)) return;
      if (isPlain && (useFrame.getState().palette || document.querySelector('[aria-modal="true"]'))) return;
      const matched = matchPress(press, pending, keys);
      clearTimeout(timer);
      pending = matched.pending;
      if (pending) timer = setTimeout(() => (pending = undefined), sequenceMilliseconds);
      const action = matched.action && run[matched.action];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
      clearTimeout(timer);
    };
  }, [keys, navigate]);
}
