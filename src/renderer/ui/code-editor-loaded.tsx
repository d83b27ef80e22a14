/** The lazy half of code-editor.tsx. */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import './code-languages.ts';
import './code-theme.ts';
import { minimalChange } from './minimal-change.ts';
import { monaco } from './monaco.ts';

export interface CodeProblem {
  readonly message: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

export interface Suggestion {
  readonly label: string;
  readonly detail?: string;
  readonly kind: 'column' | 'function' | 'word' | 'file' | 'folder';
}

export interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  readonly language: string;
  /** Absent: to read only. */
  readonly onChange?: (text: string) => void;
  /** Ctrl+Enter: the text, and the selection or the place of the cursor in it (offsets). */
  readonly onRun?: (text: string, from: number, to: number) => void;
  /** The selection or the place of the cursor, whenever it moves. */
  readonly onSelect?: (from: number, to: number) => void;
  readonly problem?: CodeProblem | undefined;
  /** What may follow the text before the cursor. */
  readonly suggest?: (before: string) => Promise<readonly Suggestion[]>;
  readonly minHeight?: number;
  readonly autoFocus?: boolean;
}

const kinds: Record<Suggestion['kind'], monaco.languages.CompletionItemKind> = {
  column: monaco.languages.CompletionItemKind.Field,
  function: monaco.languages.CompletionItemKind.Function,
  word: monaco.languages.CompletionItemKind.Keyword,
  file: monaco.languages.CompletionItemKind.File,
  folder: monaco.languages.CompletionItemKind.Folder,
};

let nextModel = 0;

/** The editor itself. */
export function Loaded(props: CodeEditorProps) {
  const { label, value, language, problem } = props;
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const scheme = useComputedColorScheme('light');
  const now = useRef(props);
  now.current = props;
  const isOurs = useRef(false);

  useEffect(() => {
    if (!box.current) return;
    const uri = monaco.Uri.parse(`inmemory://code/${(nextModel += 1)}`);
    const model = monaco.editor.createModel(value, language, uri);
    const created = monaco.editor.create(box.current, {
      model,
      readOnly: now.current.onChange === undefined,
      ariaLabel: label,
      automaticLayout: true,
      minimap: { enabled: false },
      overviewRulerLanes: 0,
      fontFamily: "'JetBrains Mono Variable', monospace",
      fontSize: 13,
      scrollBeyondLastLine: false,
      acceptSuggestionOnEnter: 'off',
      fixedOverflowWidgets: true,
      renderLineHighlight: 'none',
      accessibilitySupport: 'on',
      lineNumbersMinChars: 3,
      padding: { top: 8, bottom: 8 },
      // Tab goes on to the next control, as everywhere on the page.
      tabFocusMode: true,
      wordBasedSuggestions: 'off',
      stickyScroll: { enabled: false },
      links: false,
      occurrencesHighlight: 'off',
      selectionHighlight: false,
      scrollbar: { alwaysConsumeMouseWheel: false },
    });
    editor.current = created;
    const listening = model.onDidChangeContent(() => {
      if (!isOurs.current) now.current.onChange?.(model.getValue());
    });
    const selecting = created.onDidChangeCursorSelection(
      (event: monaco.editor.ICursorSelectionChangedEvent) => {
        const { selection } = event;
        const from = model.getOffsetAt(selection.getStartPosition());
        now.current.onSelect?.(from, model.getOffsetAt(selection.getEndPosition()));
      },
    );
    created.addAction({
      id: 'run',
      label: 'Run',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => {
        const selection = created.getSelection();
        if (!selection) return;
        created.trigger('run', 'hideSuggestWidget', {});
        const from = model.getOffsetAt(selection.getStartPosition());
        now.current.onRun?.(model.getValue(), from, model.getOffsetAt(selection.getEndPosition()));
      },
    });
    const offering =
      now.current.suggest && offerIn(model, language, (before) => now.current.suggest?.(before));
    if (now.current.autoFocus) created.focus();
    return () => {
      offering?.dispose();
      selecting.dispose();
      listening.dispose();
      created.dispose();
      model.dispose();
      editor.current = undefined;
    };
    // One editor for the life of the component: the text is brought in below.
  }, [label, language]);

  useEffect(() => {
    const model = editor.current?.getModel();
    const needed = model && minimalChange(model.getValue(), value);
    if (!model || !needed) return;
    const range = monaco.Range.fromPositions(
      model.getPositionAt(needed.from),
      model.getPositionAt(needed.to),
    );
    isOurs.current = true;
    model.pushEditOperations([], [{ range, text: needed.text }], () => null);
    isOurs.current = false;
  }, [value]);

  useEffect(() => monaco.editor.setTheme(`sardonyx-code-${scheme}`), [scheme]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model) return;
    const line = Math.min(problem?.line ?? 1, model.getLineCount());
    const markers = problem
      ? [
          {
            severity: monaco.MarkerSeverity.Error,
            message: problem.message,
            startLineNumber: line,
            startColumn: problem.column,
            endLineNumber: line,
            endColumn:
              model.getWordAtPosition({ lineNumber: line, column: problem.column })?.endColumn ??
              model.getLineMaxColumn(line),
          },
        ]
      : [];
    monaco.editor.setModelMarkers(model, 'core', markers);
    if (problem) editor.current?.revealLineInCenterIfOutsideViewport(line);
  }, [problem]);

  return <div ref={box} style={{ height: '100%', minHeight: props.minHeight ?? 80 }} />;
}

/** Suggestions for one model only. */
function offerIn(
  model: monaco.editor.ITextModel,
  language: string,
  suggest: (before: string) => Promise<readonly Suggestion[]> | undefined,
): monaco.IDisposable {
  return monaco.languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['/', '.'],
    async provideCompletionItems(asked: monaco.editor.ITextModel, position: monaco.Position) {
      if (asked !== model) return { suggestions: [] };
      const before = model.getValueInRange(new monaco.Range(1, 1, position.lineNumber, position.column));
      const start = /[^\s'"/(),.]*$/.exec(before)?.[0].length ?? 0;
      const range = new monaco.Range(
        position.lineNumber,
        position.column - start,
        position.lineNumber,
        position.column,
      );
      const found = (await suggest(before)) ?? [];
      return {
        suggestions: found.map((one, index) => ({
          label: one.label,
          kind: kinds[one.kind],
          insertText: one.label,
          range,
          sortText: String(index).padStart(5, '0'),
          ...(one.detail ? { detail: one.detail } : {}),
        })),
      };
    },
  });
}
