/** The frame around every screen. */
import { CatchBoundary, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { OpenedServices } from '../../services/opened-services.tsx';
import { OpenedTabs } from '../../services/opened-tabs.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Crashed } from '../dead-end.tsx';
import { useKeys } from '../keys/use-keys.ts';
import { useNotices } from '../notices.ts';
import { Palette } from '../palette/palette.tsx';
import { useSession } from '../streams.ts';
import { CommandDrawer } from './command-drawer.tsx';
import classes from './frame.module.css';
import { useFrame } from './frame-state.ts';
import { Navigation } from './navigation.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { SignOutDialog } from './sign-out.tsx';
import { TopBar } from './top-bar.tsx';

const HelpSheet = lazy(async () => ({ default: (await import('../keys/help-sheet.tsx')).HelpSheet }));
const NotificationsPane = lazy(async () => ({
  default: (await import('./notifications-pane.tsx')).NotificationsPane,
}));

/** Top bar, navigation, the screen, opened services, commands. */
export function Frame() {
  const { t } = useTranslation();
  const { value: session } = useSession();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const main = useRef<HTMLElement>(null);
  const { palette, help, notifications } = useFrame();
  const said = useNotices((state) => state.said);
  useKeys();

  const isFirstRun = session?.platforms.length === 0;
  useEffect(() => {
    if (isFirstRun && pathname === '/') void navigate({ to: '/welcome', replace: true });
  }, [isFirstRun, pathname, navigate]);
  useScreenFocus(main, pathname);

  const showsService = pathname.startsWith('/opened/');
  return (
    <div className={classes.frame}>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => (event.preventDefault(), main.current?.focus())}
      >
        {t('frame.skip')}
      </a>
      <TopBar />
      <Navigation />
      <div className={classes.middle}>
        <OpenedTabs />
        <main id="main" ref={main} tabIndex={-1} className={classes.main} data-hidden={showsService}>
          {session ? <Outlet /> : <Waiting words={t('words.loading')} isPage />}
        </main>
        <OpenedServices />
        <NoticeBar />
      </div>
      <CommandDrawer />
      <div className="visually-hidden" role="status" aria-live="polite">
        {said}
      </div>
      {palette && (
        <CatchBoundary getResetKey={() => pathname} errorComponent={Crashed}>
          <Palette />
        </CatchBoundary>
      )}
      <SignOutDialog />
      <Suspense>
        {help && <HelpSheet />}
        {notifications && <NotificationsPane />}
      </Suspense>
    </div>
  );
}

/** A new screen begins at its top, and the focus goes to it, so that the next Tab starts there. */
function useScreenFocus(main: React.RefObject<HTMLElement | null>, pathname: string): void {
  const last = useRef(pathname);
  // Before the effects of the screen itself, which may lead to one of its sections.
  useLayoutEffect(() => {
    // The answer of scrollTo must not become the clean-up of the effect: newer browsers give a promise.
    main.current?.scrollTo(0, 0);
  }, [main, pathname]);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [main, pathname]);
}
