/** Signing out, the same from the menu of the person and the palette: what is unsent is asked about first. */
import { Button, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import type { PlatformSummary } from '../../../shared/contract/sign-in.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { core } from '../core.ts';
import { attempt } from '../notices.ts';
import { session } from '../streams.ts';

type Platform = Pick<PlatformSummary, 'id' | 'name'>;

interface Asking {
  readonly unsent: { readonly platform: Platform; readonly count: number } | undefined;
  ask(unsent: Asking['unsent']): void;
}

const useAsking = create<Asking>()((set) => ({
  unsent: undefined,
  ask: (unsent) => set({ unsent }),
}));

/** Signs out of a platform; where something is unsent, the dialog asks first. Failures become the notice of the frame. */
export function useSignOut(): (platform: Platform, discardUnsent?: boolean) => Promise<void> {
  const navigate = useNavigate();
  const ask = useAsking((state) => state.ask);
  return async (platform, discardUnsent = false) => {
    const isShown = session.get().value?.current === platform.id;
    const answer = await attempt(() => core.signIn.signOut({ id: platform.id, discardUnsent }));
    ask(answer?.kind === 'unsent' ? { platform, count: answer.count } : undefined);
    if (answer?.kind === 'signed-out' && isShown)
      await navigate({ to: '/sign-in/$platform', params: { platform: platform.id } });
  };
}

/** Says how much is unsent and asks whether to discard it; nothing while nobody has to decide. */
export function SignOutDialog() {
  const { t } = useTranslation();
  const { unsent, ask } = useAsking();
  const signOut = useSignOut();
  if (!unsent) return null;
  return (
    <Dialog title={t('frame.signOutTitle', { name: unsent.platform.name })} onClose={() => ask(undefined)}>
      <p>{t('frame.signOutUnsent', { count: unsent.count })}</p>
      <Group>
        <Button onClick={() => ask(undefined)}>{t('words.cancel')}</Button>
        <Button variant="filled" onClick={() => void signOut(unsent.platform, true)}>
          {t('frame.signOutDiscard')}
        </Button>
      </Group>
    </Dialog>
  );
}
