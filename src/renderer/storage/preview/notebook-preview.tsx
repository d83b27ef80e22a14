/** A notebook to read: nothing of it runs, what could run is named. */
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { Markdown } from '../../ui/markdown.tsx';
import classes from './preview.module.css';
import { PreviewHead } from './preview-head.tsx';

type Cell = Extract<Preview, { kind: 'notebook' }>['cells'][number];

/** Cells in their order, with their outputs. */
export function NotebookPreview({ preview }: { readonly preview: Extract<Preview, { kind: 'notebook' }> }) {
  const { t } = useTranslation();
  return (
    <>
      <PreviewHead
        preview={preview}
        facts={[preview.language, t('preview.notebook.cells', { count: preview.cells.length })]}
      />
      {preview.truncated && <p className={classes.note}>{t('preview.notebook.truncated')}</p>}
      <div className={classes.notebook} tabIndex={0} role="region" aria-label={t('preview.kinds.notebook')}>
        {preview.cells.length === 0 && <p className="quiet">{t('preview.notebook.none')}</p>}
        {preview.cells.map((cell, index) => (
          <NotebookPart key={index} cell={cell} number={index + 1} />
        ))}
      </div>
    </>
  );
}

function NotebookPart({ cell, number }: { readonly cell: Cell; readonly number: number }) {
  const { t } = useTranslation();
  if (cell.kind === 'markdown') {
    return (
      <div className={classes.cell}>
        <Markdown text={cell.source} label={t('preview.kinds.markdown')} />
      </div>
    );
  }
  return (
    <div className={classes.cell}>
      {cell.kind === 'code' && (
        <p className={classes.execution}>
          {cell.execution === undefined
            ? t('preview.notebook.notRun')
            : t('preview.notebook.execution', { number: cell.execution })}
        </p>
      )}
      <pre tabIndex={0} role="region" aria-label={t('preview.notebook.code', { number })}>
        {cell.source}
      </pre>
      {cell.outputs.map((output, index) => (
        <NotebookOutput key={index} output={output} number={number} />
      ))}
    </div>
  );
}

function NotebookOutput({
  output,
  number,
}: {
  readonly output: Cell['outputs'][number];
  readonly number: number;
}) {
  const { t } = useTranslation();
  if (output.kind === 'image')
    return (
      <img className={classes.output} src={output.address} alt={t('preview.notebook.picture', { number })} />
    );
  if (output.kind === 'hidden')
    return <p className={classes.hidden}>{t('preview.notebook.hidden', { type: output.type })}</p>;
  return (
    <pre
      className={classes.output}
      data-stream={output.stream}
      tabIndex={0}
      role="region"
      aria-label={t(output.stream === 'error' ? 'preview.notebook.error' : 'preview.notebook.output', {
        number,
      })}
    >
      {output.text}
    </pre>
  );
}
