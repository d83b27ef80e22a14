/** Code with its colours, to read or to write; loaded when first shown. */
import { lazy, Suspense } from 'react';
import type { CodeEditorProps } from './code-editor-loaded.tsx';
import { Waiting } from './waiting.tsx';

const Loaded = lazy(async () => ({ default: (await import('./code-editor-loaded.tsx')).Loaded }));

/** The editor in the box that it is given. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Waiting words={props.label} rows={6} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
