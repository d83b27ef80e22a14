/** Adds a platform and goes on to sign in to it. */
import { useNavigate } from '@tanstack/react-router';
import type { PlatformFile } from '../../shared/contract/platform.ts';
import { core } from '../app/core.ts';

/** What every door ends with: the platform is added and chosen, then signed in to where that is needed. */
export function useEnterPlatform(): (
  add: () => Promise<{ id: string }>,
  start?: 'home' | 'sign-in',
) => Promise<void> {
  const navigate = useNavigate();
  return async (add, start = 'sign-in') => {
    const { id } = await add();
    await core.signIn.choosePlatform({ id });
    if (start === 'home') await navigate({ to: '/' });
    else await navigate({ to: '/sign-in/$platform', params: { platform: id } });
  };
}

/** Adds what a platform file describes. */
export function addFile(file: PlatformFile): () => Promise<{ id: string }> {
  return () => core.signIn.addPlatform({ file });
}
