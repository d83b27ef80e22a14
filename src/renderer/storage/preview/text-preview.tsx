/** Text, code, and Markdown. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { TextLines } from '../../ui/text-lines.tsx';
import classes from './preview.module.css';
import { PreviewHead } from './preview-head.tsx';

interface TextPreviewProps<Kind extends Preview['kind']> {
  readonly preview: Extract<Preview, { kind: Kind }>;
  readonly name: string;
  readonly isWide: boolean;
}

/** Plain lines beside a list, the editor with its colours where there is room. */
export function TextPreview({ preview, name, isWide }: TextPreviewProps<'text'>) {
  const { t } = useTranslation();
  const label = t('preview.content', { name });
  const isCode = isWide && preview.language !== 'plaintext';
  return (
    <>
      <PreviewHead
        preview={preview}
        facts={[
          preview.language === 'plaintext' ? undefined : preview.language,
          encodingName(preview.encoding),
        ]}
      >
        <CopyButton label={t('preview.copyText')} text={preview.text} />
      </PreviewHead>
      <Truncation isTruncated={preview.truncated} bytes={preview.bytesFetched} />
      <div className={classes.fill}>
        {isCode ? (
          <CodeEditor label={label} value={preview.text} language={preview.language} />
        ) : (
          <TextLines text={preview.text} label={label} />
        )}
      </div>
    </>
  );
}

/** As it is meant to be read, or as it was written. */
export function MarkdownPreview({ preview, name }: TextPreviewProps<'markdown'>) {
  const { t } = useTranslation();
  const [view, setView] = useState<'rendered' | 'source'>('rendered');
  const label = t('preview.content', { name });
  return (
    <>
      <PreviewHead preview={preview}>
        <SegmentedControl
          size="xs"
          aria-label={label}
          value={view}
          onChange={(next) => setView(next === 'source' ? 'source' : 'rendered')}
          data={[
            { value: 'rendered', label: t('preview.rendered') },
            { value: 'source', label: t('preview.source') },
          ]}
        />
        <CopyButton label={t('preview.copyText')} text={preview.text} />
      </PreviewHead>
      <Truncation isTruncated={preview.truncated} bytes={preview.bytesFetched} />
      <div className={classes.fill}>
        {view === 'source' ? (
          <TextLines text={preview.text} label={label} />
        ) : (
          <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
            <Markdown text={preview.text} label={label} />
          </div>
        )}
      </div>
    </>
  );
}

/** Says that there is more, where only the beginning is shown. */
function Truncation({ isTruncated, bytes }: { readonly isTruncated: boolean; readonly bytes: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!isTruncated) return null;
  return <p className={classes.note}>{t('preview.truncatedText', { read: formatBytes(bytes, language) })}</p>;
}

/** `utf-8` as it is written elsewhere: `UTF-8`. */
function encodingName(encoding: string): string {
  return encoding.toUpperCase();
}
