/** A code with its title, wherever one is shown. */
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { wordsIn } from './code-words.ts';
import classes from './codes.module.css';

export interface CodeTitleProps {
  readonly tree: Tree | undefined;
  /** With or without dots; an unknown code is shown as it is. */
  readonly code: string;
  /** Parts of the title to highlight: from, up to but without; they are of the title in `titleIn`. */
  readonly ranges?: readonly (readonly [number, number])[];
  readonly titleIn?: 'fr' | 'en';
}

/** Code in its own column, then the title; a title in the other language says so to whoever reads it aloud. */
export function CodeTitle({ tree, code, ranges = [], titleIn }: CodeTitleProps) {
  const language = useLanguage();
  const node = tree?.node(code);
  const title = wordsIn(node?.titles ?? {}, titleIn ?? language);
  return (
    <span className={classes.codeTitle}>
      <code>{node?.code ?? code}</code>
      <span {...(title.in !== language && { lang: title.in })}>
        <Highlighted text={title.text} ranges={ranges} />
      </span>
    </span>
  );
}

function Highlighted({
  text,
  ranges,
}: {
  readonly text: string;
  readonly ranges: readonly (readonly [number, number])[];
}) {
  return (
    <>
      {ranges.map(([from, to], index) => (
        <span key={from}>
          {text.slice(ranges[index - 1]?.[1] ?? 0, from)}
          <mark>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(ranges.at(-1)?.[1] ?? 0)}
    </>
  );
}
