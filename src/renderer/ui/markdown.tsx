/** Markdown from a chart or a service, drawn without any HTML of its own; loaded when first needed. */
import { lazy, Suspense } from 'react';
import { Waiting } from './waiting.tsx';

const Rendered = lazy(async () => ({ default: (await import('./markdown-rendered.tsx')).Rendered }));

/** The text as paragraphs, lists and tables; links open in the system browser. */
export function Markdown({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <Suspense fallback={<Waiting words={label} />}>
      <Rendered text={text} />
    </Suspense>
  );
}
