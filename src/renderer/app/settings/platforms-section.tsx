/** The platforms with their parts: sign in, share the file, remove. */
import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlatformSummary } from '../../../shared/contract/sign-in.ts';
import { PartList } from '../../sign-in/part-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { core } from '../core.ts';
import { attempt } from '../notices.ts';
import { useSession } from '../streams.ts';
import { savePlatformFile } from './save-platform-file.ts';
import classes from './settings.module.css';

/** One row a platform, and the parts of the current one. */
export function PlatformsSection() {
  const { t } = useTranslation();
  const { value: session } = useSession();
  const [removing, setRemoving] = useState<PlatformSummary>();
  const current = session?.platforms.find((one) => one.id === session.current);
  return (
    <section className={classes.section} id="section-platforms">
      <h2>{t('settings.platforms')}</h2>
      {session?.platforms.map((platform) => (
        <div key={platform.id} className={classes.row}>
          <span>
            <strong>{platform.name}</strong> <span className="quiet">{platform.address}</span>
          </span>
          {platform.state !== 'signed-in' && (
            <Button
              size="compact-sm"
              renderRoot={(props) => (
                <Link to="/sign-in/$platform" params={{ platform: platform.id }} {...props} />
              )}
            >
              {t('frame.signIn')}
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={() => void savePlatformFile(platform.id)}>
            {t('signIn.export')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => setRemoving(platform)}>
            {t('signIn.remove')}
          </Button>
        </div>
      ))}
      <div>
        <Button renderRoot={(props) => <Link to="/welcome" {...props} />}>{t('frame.addPlatform')}</Button>
      </div>
      {current && session && session.parts.length > 0 && (
        <>
          <div className={classes.row}>
            <h2>{t('signIn.partsTitle', { name: current.name })}</h2>
            <Button size="compact-sm" onClick={() => void attempt(() => core.signIn.checkParts({}))}>
              {t('signIn.checkAgain')}
            </Button>
          </div>
          <PartList parts={session.parts} />
        </>
      )}
      {removing && (
        <Dialog title={t('signIn.remove')} onClose={() => setRemoving(undefined)}>
          <p>{t('signIn.removeLead', { name: removing.name })}</p>
          <Group justify="flex-end" gap={8} mt={12}>
            <Button size="sm" onClick={() => setRemoving(undefined)} data-autofocus>
              {t('words.cancel')}
            </Button>
            <Button
              size="sm"
              variant="filled"
              onClick={() => {
                const { id } = removing;
                setRemoving(undefined);
                void attempt(() => core.signIn.removePlatform({ id }));
              }}
            >
              {t('signIn.remove')}
            </Button>
          </Group>
        </Dialog>
      )}
    </section>
  );
}
