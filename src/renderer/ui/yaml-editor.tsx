/** YAML as text, with completion and errors by a schema; loaded when first shown. */
import { lazy, Suspense } from 'react';
import type { YamlEditorProps } from './yaml-editor-loaded.tsx';
import { Waiting } from './waiting.tsx';

const Loaded = lazy(async () => ({ default: (await import('./yaml-editor-loaded.tsx')).Loaded }));

/** The editor in the box that it is given. */
export function YamlEditor(props: YamlEditorProps) {
  return (
    <Suspense fallback={<Waiting words={props.label} rows={10} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
