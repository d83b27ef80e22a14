/** The lazy half of yaml-editor.tsx. */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { minimalChange } from './minimal-change.ts';
import { monaco, setSchemaFor } from './monaco.ts';

export interface YamlEditorProps {
  readonly label: string;
  /** What the text should be; brought in without moving the cursor. */
  readonly value: string;
  /** Grows when the value is to be brought in again although it did not change. */
  readonly revision?: number;
  /** Asked at the last moment: false while the editor holds letters that the value does not know of. */
  readonly mayReplace?: () => boolean;
  readonly onChange?: (text: string) => void;
  readonly schema?: unknown;
  readonly problem?: { readonly message: string; readonly line: number; readonly column: number } | undefined;
}

let nextModel = 0;

/** The editor itself. */
export function Loaded({ label, value, revision, mayReplace, onChange, schema, problem }: YamlEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const scheme = useComputedColorScheme('light');
  const change = useRef(onChange);
  change.current = onChange;
  const isOurs = useRef(false);

  useEffect(() => {
    if (!box.current) return;
    const uri = monaco.Uri.parse(`inmemory://values/${(nextModel += 1)}.yaml`);
    const model = monaco.editor.createModel(value, 'yaml', uri);
    model.updateOptions({ tabSize: 2, insertSpaces: true });
    const created = monaco.editor.create(box.current, {
      model,
      readOnly: change.current === undefined,
      ariaLabel: label,
      automaticLayout: true,
      minimap: { enabled: false },
      fontFamily: "'JetBrains Mono Variable', monospace",
      fontSize: 13,
      scrollBeyondLastLine: false,
      // Enter is a new line, always; Tab takes what is offered.
      acceptSuggestionOnEnter: 'off',
      fixedOverflowWidgets: true,
      renderLineHighlight: 'none',
      accessibilitySupport: 'on',
      lineNumbersMinChars: 3,
      folding: true,
      padding: { top: 8 },
    });
    editor.current = created;
    const listening = model.onDidChangeContent(() => {
      if (!isOurs.current) change.current?.(model.getValue());
    });
    return () => {
      listening.dispose();
      created.dispose();
      model.dispose();
      editor.current = undefined;
    };
    // One editor for the life of the component: value and schema are brought in below.
  }, [label]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (mayReplace && !mayReplace()) return;
    const needed = model && minimalChange(model.getValue(), value);
    if (!model || !needed) return;
    const range = monaco.Range.fromPositions(
      model.getPositionAt(needed.from),
      model.getPositionAt(needed.to),
    );
    isOurs.current = true;
    model.pushEditOperations([], [{ range, text: needed.text }], () => null);
    isOurs.current = false;
  }, [value, revision, mayReplace]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model && schema !== undefined) setSchemaFor(model.uri.toString(), schema);
  }, [schema, label]);

  useEffect(() => monaco.editor.setTheme(`sardonyx-${scheme}`), [scheme]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model) return;
    const markers = problem
      ? [
          {
            severity: monaco.MarkerSeverity.Error,
            message: problem.message,
            startLineNumber: problem.line,
            startColumn: problem.column,
            endLineNumber: problem.line,
            endColumn: model.getLineMaxColumn(Math.min(problem.line, model.getLineCount())),
          },
        ]
      : [];
    monaco.editor.setModelMarkers(model, 'core', markers);
  }, [problem]);

  return <div ref={box} style={{ height: '100%', minHeight: 200 }} />;
}
