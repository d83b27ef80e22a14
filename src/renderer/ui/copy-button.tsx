/** Copies a text, and says so where it was clicked. */
import { Button, type ButtonProps } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A button that copies `text`, or what a promise of it brings; `label` replaces the word "Copy". */
export function CopyButton({
  text,
  label,
  ...rest
}: { readonly text: string | (() => Promise<string | undefined>); readonly label?: string } & ButtonProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const value = typeof text === 'string' ? text : await text();
    if (value === undefined) return;
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };

  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
      onClick={() => void copy()}
      {...rest}
    >
      <span aria-live="polite">{copied ? t('words.copied') : (label ?? t('words.copy'))}</span>
    </Button>
  );
}
