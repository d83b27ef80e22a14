/** Home: only what needs the person. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/empty.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useSession } from '../streams.ts';

// The first start passes by here on its way to the welcome, which needs none of it.
const HomeBody = lazy(async () => ({ default: (await import('./home-body.tsx')).HomeBody }));

/** The page of `/`. */
export function HomePage() {
  const { t } = useTranslation();
  const { value: session } = useSession();
  const waiting = <Waiting words={t('home.title')} rows={8} isPage />;
  if (!session || session.platforms.length === 0) return waiting;
  const current = session.platforms.find(({ id }) => id === session.current);
  if (current && (current.state === 'signed-out' || current.state === 'expired')) {
    return (
      <Empty
        title={t(current.state === 'expired' ? 'signIn.expired' : 'signIn.signInTo', { name: current.name })}
      >
        <Button
          variant="filled"
          size="sm"
          renderRoot={(props) => (
            <Link to="/sign-in/$platform" params={{ platform: current.id }} {...props} />
          )}
        >
          {t('frame.signIn')}
        </Button>
      </Empty>
    );
  }
  return (
    <Suspense fallback={waiting}>
      <HomeBody />
    </Suspense>
  );
}
