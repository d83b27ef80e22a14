/** One value: dots until it is shown on purpose; copied without being shown. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../app/notices.ts';
import { useHiding } from './use-hiding.ts';
import classes from './secrets.module.css';

/** `fetch` asks for the value each time it is needed; undefined when that failed. */
export function MaskedValue({
  name,
  fetch,
}: {
  readonly name: string;
  readonly fetch: () => Promise<string | undefined>;
}) {
  const { t } = useTranslation();
  const [shown, show] = useHiding();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const value = await fetch();
    if (value === undefined) return;
    await navigator.clipboard.writeText(value);
    setCopied(true);
    announce(t('words.copied'));
  };
  const label = t(shown === undefined ? 'secrets.reveal' : 'secrets.hide', { name });
  const copyLabel = t('secrets.copyValue', { name });
  return (
    <span className={classes.masked}>
      {shown === undefined ? (
        <span className={classes.dots} aria-hidden="true">
          ••••••••
        </span>
      ) : (
        // It may scroll, and must then be reachable by key.
        <pre className={classes.value} tabIndex={0} role="region" aria-label={name}>
          {shown}
        </pre>
      )}
      <Tooltip withinPortal={false} floatingStrategy="fixed" label={label}>
        <ActionIcon
          aria-label={label}
          onClick={() => void (shown === undefined ? fetch().then(show) : show(undefined))}
        >
          {shown === undefined ? <IconEye size={18} /> : <IconEyeOff size={18} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip withinPortal={false} floatingStrategy="fixed" label={copied ? t('words.copied') : copyLabel}>
        <ActionIcon aria-label={copyLabel} onClick={() => void copy()}>
          {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
