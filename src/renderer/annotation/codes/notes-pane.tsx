/** Where a code stands and what belongs to it: its ancestors and its notes, with links to the codes that they name. */
import { useTranslation } from 'react-i18next';
import { linkedNote } from '../../../shared/nomenclature/note-links.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { notesOf, wordsIn } from './code-words.ts';
import classes from './codes.module.css';

export interface NotesPaneProps {
  readonly tree: Tree;
  readonly code: string;
  /** A code in the notes or above was chosen; absent: they are text. */
  readonly onCode?: (code: string) => void;
  /** Leaves the line of ancestors out. */
  readonly withoutAncestors?: boolean;
}

const kinds = ['includes', 'includesAlso', 'excludes', 'rule'] as const;

/** Ancestors, then includes, includes also, excludes and the rule, each where there is one. */
export function NotesPane({ tree, code, onCode, withoutAncestors = false }: NotesPaneProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const node = tree.node(code);
  if (!node) return <p className={classes.note}>{t('coding.codes.unknown', { code })}</p>;
  const ancestors = tree.ancestors(node.code);
  const found = notesOf([...ancestors, node], language);
  return (
    <div className={classes.notes}>
      {!withoutAncestors && (
        <ol className={classes.ancestors} aria-label={t('coding.codes.ancestors')}>
          {[...ancestors, node].map(({ code: above, titles }) => (
            <li key={above} data-own={above === node.code || undefined}>
              <CodeLink code={above} text={above} onCode={above === node.code ? undefined : onCode} />{' '}
              {wordsIn(titles, language).text}
            </li>
          ))}
        </ol>
      )}
      {!found && <p className={classes.note}>{t('coding.codes.noNotes')}</p>}
      {found && found.of !== node.code && (
        <p className={classes.note}>{t('coding.codes.notesOf', { code: found.of })}</p>
      )}
      {found && found.in !== language && (
        <p className={classes.note}>{t(`coding.codes.notesIn.${found.in}`)}</p>
      )}
      {found &&
        kinds.map((kind) => {
          const text = found.notes[kind];
          if (!text) return null;
          return (
            <section
              role="group"
              key={kind}
              data-kind={kind}
              {...(found.in !== language && { lang: found.in })}
              aria-label={t(`coding.codes.${kind}`)}
            >
              <p className={classes.kind} lang={language}>
                {t(`coding.codes.${kind}`)}
              </p>
              <Note text={text} tree={tree} onCode={onCode} />
            </section>
          );
        })}
    </div>
  );
}

interface Linking {
  readonly tree: Tree;
  readonly onCode: ((code: string) => void) | undefined;
}

function Note({ text, tree, onCode }: Linking & { readonly text: string }) {
  return linkedNote(text, tree).map(({ kind, items }, index) => {
    const shown = items.map(({ depth, pieces }, place) => {
      const words = pieces.map((piece, turn) =>
        piece.code === undefined ? (
          <span key={turn}>{piece.text}</span>
        ) : (
          <CodeLink key={turn} code={piece.code} text={piece.text} onCode={onCode} />
        ),
      );
      return kind === 'list' ? (
        <li key={place} data-depth={depth}>
          {words}
        </li>
      ) : (
        <p key={place}>{words}</p>
      );
    });
    return kind === 'list' ? <ul key={index}>{shown}</ul> : shown;
  });
}

function CodeLink({
  code,
  text,
  onCode,
}: {
  readonly code: string;
  readonly text: string;
  readonly onCode: ((code: string) => void) | undefined;
}) {
  if (!onCode) return <span className={classes.code}>{text}</span>;
  return (
    <button type="button" className={classes.codeLink} onClick={() => onCode(code)}>
      {text}
    </button>
  );
}
