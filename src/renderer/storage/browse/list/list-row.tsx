/** One row: a folder, an object, or a version of one. */
import { IconFile, IconFolder, IconTrash } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../../shared/contract/storage/listing.ts';
import { formatBytes, type Language } from '../../../ui/format.ts';
import classes from '../storage.module.css';
import { formatWhen } from '../words.ts';
import type { ColumnName } from './columns.ts';
import { rowHeight } from './row-window.ts';

export interface ListRowProps {
  readonly row: Row | undefined;
  readonly index: number;
  /** Where it stands on the page, in pixels. */
  readonly top: number;
  readonly template: string;
  readonly columns: readonly ColumnName[];
  readonly language: Language;
  readonly now: number;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly isShown: boolean;
  /** Waits to be moved. */
  readonly isCut: boolean;
  readonly isRenaming: boolean;
  readonly onRenamed: (row: Row, name: string | undefined) => void;
}

/** A row, or its skeleton until it came. */
export const ListRow = memo(function ListRow(props: ListRowProps) {
  const { row, index, top, template, columns, language, now } = props;
  const isDeleted = row?.version?.deleted === true;
  return (
    <div
      role="row"
      id={`storage-row-${index}`}
      className={classes.row}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={props.isChosen}
      data-active={props.isActive}
      data-shown={props.isShown}
      data-gone={isDeleted || props.isCut}
      style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className={classes.tick} data-tick>
        <span className={classes.box} data-on={props.isChosen} aria-hidden="true" />
      </span>
      <NameCell {...props} />
      {columns.map((column) => (
        <span
          key={column}
          role="gridcell"
          className={classes.cell}
          data-number={column === 'size' || column === 'modified'}
        >
          {row ? cellText(row, column, language, now) : <span className={classes.bone} />}
        </span>
      ))}
    </div>
  );
});

function cellText(row: Row, column: ColumnName, language: Language, now: number): string {
  switch (column) {
    case 'size':
      return row.size === undefined ? '' : formatBytes(row.size, language);
    case 'modified':
      return row.modified === undefined ? '' : formatWhen(row.modified, now, language);
    case 'storageClass':
      return row.storageClass ?? '';
    case 'owner':
      return row.owner ?? '';
  }
}

function NameCell({ row, isRenaming, onRenamed }: ListRowProps) {
  const { t } = useTranslation();
  if (!row) {
    return (
      <span role="gridcell" className={classes.cell}>
        <span className="visually-hidden">{t('words.loading')}</span>
        <span className={classes.bone} style={{ width: '60%' }} />
      </span>
    );
  }
  const isDeleted = row.version?.deleted === true;
  const Icon = isDeleted ? IconTrash : row.kind === 'folder' ? IconFolder : IconFile;
  return (
    <span role="gridcell" className={classes.nameCell}>
      <Icon size={18} aria-hidden="true" className={classes.rowIcon} data-kind={row.kind} />
      {isRenaming ? (
        <RenameField key={row.key} row={row} onRenamed={onRenamed} />
      ) : (
        <span className={classes.rowName} title={row.name}>
          {row.name}
        </span>
      )}
      {row.version && (
        <span className={classes.versionWord}>
          {isDeleted
            ? t('storage.list.deleted')
            : row.version.latest
              ? t('storage.list.newest')
              : t('storage.list.older')}
        </span>
      )}
    </span>
  );
}

function RenameField({ row, onRenamed }: Pick<ListRowProps, 'onRenamed'> & { readonly row: Row }) {
  const { t } = useTranslation();
  const old = row.key.split('/').at(row.kind === 'folder' ? -2 : -1) ?? row.name;
  const [name, setName] = useState(old);
  const dot = row.kind === 'object' ? old.lastIndexOf('.') : -1;
  return (
    <input
      className={classes.rename}
      aria-label={t('storage.list.newName', { name: old })}
      value={name}
      autoFocus
      // The name without its ending is what people change.
      onFocus={(event) => event.currentTarget.setSelectionRange(0, dot > 0 ? dot : old.length)}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={() => onRenamed(row, name === old ? undefined : name)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onRenamed(row, undefined);
      }}
    />
  );
}
