/** A secret that is shown or copied only on purpose. */
import { Button } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import classes from './ui.module.css';

/** Dots until it is shown; `fetch` asks for the secret each time it is needed, undefined when that failed. */
export function SecretText({ fetch }: { readonly fetch: () => Promise<string | undefined> }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string>();
  return (
    <span className={classes.secret}>
      <code>{shown ?? '••••••••'}</code>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={shown === undefined ? <IconEye size={16} /> : <IconEyeOff size={16} />}
        onClick={() => void (shown === undefined ? fetch().then(setShown) : setShown(undefined))}
      >
        {shown === undefined ? t('words.reveal') : t('words.hide')}
      </Button>
      <CopyButton text={fetch} />
    </span>
  );
}
