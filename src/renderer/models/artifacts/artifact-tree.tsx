/** The tree of artifacts: folders open level by level, a file is chosen. */
import { IconChevronRight, IconFile, IconFolder } from '@tabler/icons-react';
import { createContext, use, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Artifact } from '../../../shared/contract/models/runs.ts';
import { failureOf, failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { formatBytes } from '../../ui/format.ts';
import classes from '../models.module.css';
import { nameOf } from './artifact-kind.ts';
import { useArtifacts, type OfArtifacts } from './use-artifacts.ts';

interface TreeState extends OfArtifacts {
  readonly open: ReadonlySet<string>;
  readonly stop: string;
  readonly chosen: string | undefined;
  readonly toggle: (path: string) => void;
  readonly choose: (artifact: Artifact) => void;
  readonly stand: (path: string) => void;
}

const Tree = createContext<TreeState | undefined>(undefined);

export interface ArtifactTreeProps extends OfArtifacts {
  readonly artifacts: readonly Artifact[];
  readonly chosen: string | undefined;
  readonly onChoose: (artifact: Artifact) => void;
}

/** A tree by the ARIA practices: arrows move, right opens, left closes, Enter chooses. */
export function ArtifactTree({ server, of, artifacts, chosen, onChoose }: ArtifactTreeProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [stop, setStop] = useState(artifacts[0]?.path ?? '');
  const tree = useRef<HTMLUListElement>(null);
  const toggle = (path: string) =>
    setOpen(
      (before) => new Set(before.has(path) ? [...before].filter((one) => one !== path) : [...before, path]),
    );
  const press = (event: KeyboardEvent) => {
    const items = [...(tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const item = items[at];
    if (!item) return;
    const { path = '', folder } = item.dataset;
    const isOpen = open.has(path);
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (step !== undefined) items[at + step]?.focus();
    else if (event.key === 'Home') items[0]?.focus();
    else if (event.key === 'End') items.at(-1)?.focus();
    else if (event.key === 'ArrowRight' && isOpen) items[at + 1]?.focus();
    else if (event.key === 'ArrowRight' && folder !== undefined) toggle(path);
    else if (event.key === 'ArrowLeft' && isOpen) toggle(path);
    else if (event.key === 'ArrowLeft')
      items.findLast((one) => path.startsWith(`${one.dataset.path ?? ''}/`))?.focus();
    else if (event.key === 'Enter' || event.key === ' ') item.click();
    else return;
    event.preventDefault();
  };
  return (
    <Tree value={{ server, of, open, stop, chosen, toggle, choose: onChoose, stand: setStop }}>
      <ul
        ref={tree}
        role="tree"
        className={classes.tree}
        aria-label={t('models.artifacts.tree')}
        onKeyDown={press}
      >
        {artifacts.map((artifact) => (
          <Node key={artifact.path} artifact={artifact} level={1} />
        ))}
      </ul>
    </Tree>
  );
}

function Node({ artifact, level }: { readonly artifact: Artifact; readonly level: number }) {
  const language = useLanguage();
  const state = use(Tree);
  if (!state) return null;
  const { path, isFolder, bytes } = artifact;
  const isOpen = state.open.has(path);
  return (
    <li role="none">
      <div
        role="treeitem"
        tabIndex={state.stop === path ? 0 : -1}
        className={classes.treeRow}
        aria-level={level}
        aria-selected={state.chosen === path}
        aria-expanded={isFolder ? isOpen : undefined}
        data-path={path}
        data-folder={isFolder || undefined}
        onClick={() => (isFolder ? state.toggle(path) : state.choose(artifact))}
        onFocus={() => state.stand(path)}
      >
        <IconChevronRight
          size={14}
          data-open={isOpen}
          style={{ visibility: isFolder ? 'visible' : 'hidden' }}
        />
        {isFolder ? <IconFolder size={16} /> : <IconFile size={16} />}
        <span className={classes.treeName}>{nameOf(path)}</span>
        {bytes !== undefined && <span className="quiet num">{formatBytes(bytes, language)}</span>}
      </div>
      {isFolder && isOpen && <Folder path={path} level={level + 1} />}
    </li>
  );
}

function Folder({ path, level }: { readonly path: string; readonly level: number }) {
  const { t } = useTranslation();
  const say = useSay();
  const state = use(Tree);
  const { data, error } = useArtifacts(
    { server: state?.server ?? '', of: state?.of ?? { kind: 'run', run: '' } },
    path,
  );
  if (error) return <p className={classes.note}>{failureSentence(failureOf(error), say)}</p>;
  if (!data) return <p className={classes.note}>{t('words.loading')}…</p>;
  return (
    <ul role="group">
      {data.artifacts.map((artifact) => (
        <Node key={artifact.path} artifact={artifact} level={level} />
      ))}
    </ul>
  );
}
