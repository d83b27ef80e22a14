/** The doors of the first run, each a small form of its own. */
import { Button, FileButton, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../shared/contract/errors.ts';
import type { PlatformFile } from '../../shared/contract/platform.ts';
import { core } from '../app/core.ts';
import { failureOf } from '../app/failures.ts';
import { useSession } from '../app/streams.ts';
import classes from './sign-in.module.css';
import { useEnterPlatform } from './use-platform.ts';

function Door({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.door}>
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={classes.doorEnd}>{children}</div>
    </section>
  );
}

/** What a door tells the page: that its work failed, with the same again; or that it starts anew. */
export interface DoorProblem {
  readonly failure: FailureData;
  readonly retry: () => void;
}
type Report = (problem: DoorProblem | undefined) => void;

function useDoorWork(report: Report) {
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    report(undefined);
    try {
      await work();
    } catch (error) {
      report({ failure: failureOf(error), retry: () => void run(work) });
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

/** The sandbox; a person signs in to it at once. */
export function TryDoor({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const enter = useEnterPlatform();
  const { value: session } = useSession();
  const { busy, run } = useDoorWork(report);
  const start = () =>
    run(() =>
      enter(async () => {
        const existing = session?.platforms.find((one) => one.kind === 'sandbox');
        return existing ?? (await core.signIn.addSandbox({}));
      }),
    );
  return (
    <Door title={t('signIn.tryTitle')} text={t('signIn.tryText')}>
      <Button variant="filled" size="sm" loading={busy} onClick={() => void start()} autoFocus>
        {t('signIn.tryButton')}
      </Button>
      {busy && <span role="status">{t('signIn.tryStarting')}…</span>}
    </Door>
  );
}

/** An address; what is there is found out. */
export function ConnectDoor({
  onFound,
  report,
}: {
  readonly onFound: (file: PlatformFile) => void;
  readonly report: Report;
}) {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  const { busy, run } = useDoorWork(report);
  const look = () => run(async () => onFound((await core.signIn.discover({ address: address.trim() })).file));
  return (
    <Door title={t('signIn.connectTitle')} text={t('signIn.connectText')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (address.trim()) void look();
        }}
      >
        <TextInput
          label={t('signIn.address')}
          placeholder={t('signIn.addressExample')}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="url"
          inputMode="url"
          required
          withAsterisk={false}
        />
        <Button type="submit" size="sm" loading={busy}>
          {t('signIn.look')}
        </Button>
      </form>
      {busy && <span role="status">{t('signIn.looking', { address })}…</span>}
    </Door>
  );
}

/** A file with the description of a platform. */
export function FileDoor({
  onFound,
  report,
}: {
  readonly onFound: (file: PlatformFile) => void;
  readonly report: Report;
}) {
  const { t } = useTranslation();
  const { busy, run } = useDoorWork(report);
  const read = (file: File | null) => {
    if (file)
      void run(async () => onFound((await core.signIn.readPlatformFile({ text: await file.text() })).file));
  };
  return (
    <Door title={t('signIn.fileTitle')} text={t('signIn.fileText')}>
      <FileButton onChange={read} accept="application/json,.json">
        {(props) => (
          <Button {...props} size="sm" loading={busy}>
            {t('signIn.fileButton')}
          </Button>
        )}
      </FileButton>
    </Door>
  );
}
