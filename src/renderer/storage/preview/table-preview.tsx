/** A table: its rows, its columns with what the file says of them, its row groups, its sheets. */
import { Button, NativeSelect, Tabs } from '@mantine/core';
import { IconDatabaseSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectRef } from '../../../shared/contract/storage/places.ts';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { dialectWords } from './dialect-words.ts';
import classes from './preview.module.css';
import { PreviewHead } from './preview-head.tsx';
import { guessColumns } from './guess-columns.ts';
import { TableGroups } from './table-groups.tsx';
import { TableRowsGrid } from './table-rows.tsx';
import { TableSchema } from './table-schema.tsx';
import type { TableSource } from './use-table-rows.ts';

type Table = Extract<Preview, { kind: 'table' }>;

interface TableProps {
  readonly preview: Table;
  readonly object: ObjectRef;
  readonly name: string;
}

export interface TablePreviewProps extends TableProps {
  readonly isQueried: boolean;
}

/** Tabs only where the file tells more than rows. */
export function TablePreview({ preview, object, name, isQueried }: TablePreviewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sheets = preview.sheets ?? [];
  const [sheet, setSheet] = useState(sheets[0]);
  const [more, setMore] = useState(0);
  const onCost = useCallback((bytes: number) => setMore((before) => Math.max(before, bytes)), []);
  const count = preview.columns.length;
  const facts = [
    preview.format,
    preview.rows === undefined
      ? t('preview.table.rowsAtLeast', { number: formatNumber(preview.first.length, language) })
      : t('preview.table.rows', { count: preview.rows, number: formatNumber(preview.rows, language) }),
    t('preview.table.columns', { count, number: formatNumber(count, language) }),
    dialectWords(preview.dialect, t),
  ];
  const rows = <SheetRows preview={preview} object={object} name={name} sheet={sheet} onCost={onCost} />;
  return (
    <>
      <PreviewHead preview={preview} more={more} facts={sheet === sheets[0] ? facts : [preview.format]}>
        {sheets.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t('preview.table.sheet')}
            data={sheets}
            value={sheet}
            onChange={(event) => setSheet(event.currentTarget.value)}
          />
        )}
        {preview.canQuery && !isQueried && <AskInSql object={object} />}
      </PreviewHead>
      {preview.format === 'parquet' || preview.rowGroups || preview.metadata ? (
        <Tabs defaultValue="rows" className={classes.tabs ?? ''} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="rows">{t('preview.table.views.rows')}</Tabs.Tab>
            <Tabs.Tab value="columns">{t('preview.table.views.columns')}</Tabs.Tab>
            {preview.rowGroups && <Tabs.Tab value="groups">{t('preview.table.views.groups')}</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="rows">{rows}</Tabs.Panel>
          <Tabs.Panel value="columns">
            <TableSchema preview={preview} />
          </Tabs.Panel>
          {preview.rowGroups && (
            <Tabs.Panel value="groups">
              <TableGroups groups={preview.rowGroups} columns={preview.columns} />
            </Tabs.Panel>
          )}
        </Tabs>
      ) : (
        <div className={classes.fill}>{rows}</div>
      )}
    </>
  );
}

function AskInSql({ object }: { readonly object: ObjectRef }) {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-sm"
      leftSection={<IconDatabaseSearch size={16} />}
      renderRoot={(props) => (
        <Link
          to="/storage/query"
          search={{ profile: object.profile, bucket: object.bucket, object: object.key }}
          {...props}
        />
      )}
    >
      {t('preview.askInSql')}
    </Button>
  );
}

interface SheetRowsProps extends TableProps {
  readonly sheet: string | undefined;
  readonly onCost: (bytes: number) => void;
}

/** The first sheet came with the preview; another is asked for, and its columns are those that come with its rows. */
function SheetRows({ preview, object, name, sheet, onCost }: SheetRowsProps) {
  const { t } = useTranslation();
  const isFirst = sheet === preview.sheets?.[0];
  const other = useQuery({
    queryKey: ['sheet', object.profile, object.bucket, object.key, object.versionId, preview.etag, sheet],
    queryFn: ({ signal }) =>
      core.storage.tableRows(
        { ...object, etag: preview.etag, sheet: sheet ?? '', from: 0, count: 200 },
        { signal },
      ),
    enabled: !isFirst,
  });
  const source = useMemo((): TableSource | undefined => {
    const place = { object, etag: preview.etag, sheet };
    if (isFirst) return { ...place, columns: preview.columns, rows: preview.rows, first: preview.first };
    if (!other.data) return undefined;
    const { rows } = other.data;
    return {
      ...place,
      columns: guessColumns(other.data.columns, rows),
      rows: rows.length < 200 ? rows.length : undefined,
      first: rows,
    };
  }, [preview, sheet, isFirst, other.data]);
  if (!isFirst && other.error)
    return <FailureView failure={failureOf(other.error)} onRetry={() => void other.refetch()} />;
  if (!source) return <Waiting words={t('preview.table.sheet')} />;
  return (
    <TableRowsGrid
      key={sheet ?? ''}
      source={source}
      name={name}
      rowGroups={isFirst ? preview.rowGroups : undefined}
      isTruncated={isFirst && preview.truncated}
      onCost={onCost}
    />
  );
}
