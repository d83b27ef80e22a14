/** The lazy half of text-tab.tsx: the editor itself. */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { monaco } from '../../../ui/monaco.ts';
import classes from '../storage.module.css';

export interface TextEditorProps {
  readonly label: string;
  /** Name of the object: its ending tells the language. */
  readonly name: string;
  /** The text to begin with. */
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** The language of a name, among those that the editor was built with. */
function languageOf(name: string): string {
  const ending = `.${name.split('.').at(-1) ?? ''}`.toLowerCase();
  const found = monaco.languages.getLanguages().find((one) => one.extensions?.includes(ending));
  return found?.id ?? 'plaintext';
}

/** Fills the box that it is given. */
export function TextEditor({ label, name, value, onChange }: TextEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    if (!box.current) return;
    const model = monaco.editor.createModel(value, languageOf(name));
    const editor = monaco.editor.create(box.current, {
      model,
      ariaLabel: label,
      automaticLayout: true,
      minimap: { enabled: false },
      fontFamily: "'JetBrains Mono Variable', monospace",
      fontSize: 13,
      scrollBeyondLastLine: false,
      acceptSuggestionOnEnter: 'off',
      fixedOverflowWidgets: true,
      renderLineHighlight: 'none',
      accessibilitySupport: 'on',
      lineNumbersMinChars: 3,
      // Tab goes on: the rest of the page must be reached by key.
      tabFocusMode: true,
      wordWrap: 'on',
      padding: { top: 8 },
    });
    const listening = model.onDidChangeContent(() => changed.current(model.getValue()));
    editor.focus();
    return () => {
      listening.dispose();
      editor.dispose();
      model.dispose();
    };
    // One editor for the life of the component: another text is another one.
  }, [label, name]);
  useEffect(() => monaco.editor.setTheme(`sardonyx-${scheme}`), [scheme]);
  return <div ref={box} className={classes.editorBox} />;
}
