/** The editor of questions: colours, suggestions of columns and of places in buckets. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectRef } from '../../../shared/contract/storage/places.ts';
import type { Column, Preview } from '../../../shared/contract/storage/preview.ts';
import { CodeEditor } from '../../ui/code-editor.tsx';
import type { CodeProblem, Suggestion } from '../../ui/code-editor-loaded.tsx';
import { pathBefore, quoted, sqlWords } from './sql-words.ts';
import { suggestPaths } from './suggest-paths.ts';

export interface SqlEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onRun: (text: string, from: number, to: number) => void;
  readonly onSelect: (from: number, to: number) => void;
  readonly problem: CodeProblem | undefined;
  readonly profile: string | undefined;
  readonly object: ObjectRef | undefined;
  readonly resultColumns: readonly Column[] | undefined;
}

/** Ctrl+Enter runs the statement at the cursor, or the selection. */
export function SqlEditor(props: SqlEditorProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const now = useRef(props);
  now.current = props;
  const suggest = useCallback(
    async (before: string): Promise<readonly Suggestion[]> => {
      const { profile, object, resultColumns } = now.current;
      const path = pathBefore(before);
      if (path !== undefined) return profile ? suggestPaths(profile, path) : [];
      // Only what is known already: typing costs no request.
      const preview =
        object &&
        queries.getQueryData<Preview>(['preview', object.profile, object.bucket, object.key, undefined]);
      const columns = [...(preview?.kind === 'table' ? preview.columns : []), ...(resultColumns ?? [])];
      const seen = new Set<string>();
      const names = columns.flatMap((column): Suggestion[] => {
        if (seen.has(column.name)) return [];
        seen.add(column.name);
        return [{ label: quoted(column.name), detail: column.type, kind: 'column' }];
      });
      return [...names, ...sqlWords];
    },
    [queries],
  );
  return (
    <CodeEditor
      label={t('query.editor')}
      language="sql"
      value={props.value}
      onChange={props.onChange}
      onRun={props.onRun}
      onSelect={props.onSelect}
      problem={props.problem}
      suggest={suggest}
      autoFocus
    />
  );
}
