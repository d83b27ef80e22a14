/** Ready code that reads an export in DuckDB or pandas. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { useStoragePlaces } from '../../app/streams.ts';
import { CodeBox } from '../../ui/code-box.tsx';
import { snippetOf, snippetTools, type SnippetTool } from './snippets.ts';
import type { Manifest } from './use-exports.ts';
import classes from './exchange.module.css';

const toolNames: Readonly<Record<SnippetTool, string>> = { duckdb: 'DuckDB', pandas: 'Python, pandas' };

/** The code with a button that copies it; the keys stay where they are, in the environment. */
export function ReadElsewhere({ at, manifest }: { readonly at: CampaignRef; readonly manifest: Manifest }) {
  const { t } = useTranslation();
  const [tool, setTool] = useState<SnippetTool>('duckdb');
  const { value: places } = useStoragePlaces();
  const endpoint = places?.profiles.find(({ id }) => id === at.profile)?.endpoint;
  const text = snippetOf(tool, manifest, { bucket: at.bucket, ...(endpoint && { endpoint }) });
  return (
    <div className={classes.elsewhere}>
      <div className={classes.foot}>
        <span>{t('quality.exchange.elsewhere')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('quality.exchange.elsewhere')}
          value={tool}
          data={snippetTools.map((one) => ({ value: one, label: toolNames[one] }))}
          onChange={setTool}
        />
      </div>
      <CodeBox text={text} label={toolNames[tool]} />
      <p className={classes.note}>{t('quality.exchange.elsewhereNote')}</p>
    </div>
  );
}
