/** A nomenclature as a tree that opens level by level. */
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { NomenclatureNode } from '../../../shared/contract/annotation/nomenclatures.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { CodeTitle } from './code-title.tsx';
import classes from './codes.module.css';

export interface TreePickerProps {
  readonly tree: Tree;
  readonly label: string;
  /** It is opened down to this code. */
  readonly chosen: string | undefined;
  readonly onChoose: (code: string) => void;
}

/** Up and down move, right opens or descends, left closes or climbs, Home and End jump, Enter chooses. */
export function TreePicker({ tree, label, chosen, onChoose }: TreePickerProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
  const [active, setActive] = useState(chosen);
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (chosen === undefined) return;
    setOpen((before) => new Set([...before, ...tree.ancestors(chosen).map(({ code }) => code)]));
    setActive(chosen);
  }, [chosen, tree]);
  const rows = visibleRows(tree, open);
  const place = Math.max(
    0,
    rows.findIndex(({ code }) => code === active),
  );
  const focused = rows[place]?.code;
  useEffect(() => {
    box.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [focused]);

  const toggle = (code: string, isOpen: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (isOpen) next.add(code);
      else next.delete(code);
      return next;
    });
  const press = (event: KeyboardEvent) => {
    const node = rows[place];
    if (!node || event.altKey || event.ctrlKey || event.metaKey) return;
    const goTo = (to: NomenclatureNode | undefined) => to && setActive(to.code);
    const isOpen = open.has(node.code);
    if (event.key === 'ArrowDown' || event.key === 'j') goTo(rows[place + 1]);
    else if (event.key === 'ArrowUp' || event.key === 'k') goTo(rows[place - 1]);
    else if (event.key === 'Home') goTo(rows[0]);
    else if (event.key === 'End') goTo(rows.at(-1));
    else if (event.key === 'Enter' || event.key === ' ') onChoose(node.code);
    else if (event.key === 'ArrowRight' && !tree.isLeaf(node.code)) {
      if (isOpen) goTo(rows[place + 1]);
      else toggle(node.code, true);
    } else if (event.key === 'ArrowLeft') {
      if (isOpen) toggle(node.code, false);
      else goTo(rows.find(({ code }) => code === node.parent));
    } else return;
    event.preventDefault();
  };

  return (
    <ul
      ref={box}
      role="tree"
      tabIndex={0}
      aria-label={label}
      className={classes.tree}
      onKeyDown={press}
      {...(focused !== undefined && { 'aria-activedescendant': rowId(tree, focused) })}
    >
      {rows.map((node) => {
        const isLeaf = tree.isLeaf(node.code);
        const siblings = tree.children(node.parent);
        return (
          <li
            key={node.code}
            id={rowId(tree, node.code)}
            role="treeitem"
            aria-level={node.level}
            aria-setsize={siblings.length}
            aria-posinset={siblings.indexOf(node) + 1}
            aria-selected={node.code === chosen}
            {...(!isLeaf && { 'aria-expanded': open.has(node.code) })}
            data-active={node.code === focused}
            style={{ paddingInlineStart: (node.level - 1) * 20 }}
            onClick={() => {
              setActive(node.code);
              onChoose(node.code);
            }}
          >
            <span
              className={classes.twig}
              aria-hidden="true"
              onClick={(event) => {
                if (isLeaf) return;
                event.stopPropagation();
                toggle(node.code, !open.has(node.code));
              }}
            >
              {!isLeaf &&
                (open.has(node.code) ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />)}
            </span>
            <CodeTitle tree={tree} code={node.code} />
          </li>
        );
      })}
    </ul>
  );
}

const rowId = (tree: Tree, code: string) => `${tree.id}-${code}`.replaceAll('.', '-');

/** The sections, and below each open code its children. */
function visibleRows(tree: Tree, open: ReadonlySet<string>): NomenclatureNode[] {
  const below = (code: string | undefined): NomenclatureNode[] =>
    tree.children(code).flatMap((node) => [node, ...(open.has(node.code) ? below(node.code) : [])]);
  return below(undefined);
}
