/** What was found at an address or in a file, before anything is kept. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../shared/contract/errors.ts';
import type { PlatformFile } from '../../shared/contract/platform.ts';
import type { Part } from '../../shared/contract/sign-in.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { PartList } from './part-list.tsx';
import { describedParts } from './platform-parts.ts';
import classes from './sign-in.module.css';
import { addFile, useEnterPlatform } from './use-platform.ts';

/** The platform with its parts, and the button that adds it. */
export function FoundPlatform({
  file,
  onBack,
}: {
  readonly file: PlatformFile;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  const enter = useEnterPlatform();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureData>();
  const parts = describedParts(file).map(({ name, address }): Part =>
    address ? { name, state: 'ready', address } : { name, state: 'absent' },
  );

  const add = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await enter(addFile(file));
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };

  return (
    <div className={classes.page}>
      <h1>{t('signIn.found', { name: file.name })}</h1>
      <section className={classes.pane}>
        <h2>{t('signIn.partsFound')}</h2>
        <PartList parts={parts} />
        {failure && <FailureView failure={failure} onRetry={() => void add()} />}
        <div className={classes.row}>
          <Button variant="filled" size="sm" loading={busy} onClick={() => void add()} autoFocus>
            {t('signIn.addAndSignIn')}
          </Button>
          <Button size="sm" onClick={onBack}>
            {t('signIn.otherAddress')}
          </Button>
        </div>
      </section>
    </div>
  );
}
