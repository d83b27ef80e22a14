/** What rows of steps have in common: chosen by key or click, left by Escape, moved through by J K and arrows. */
import type { ReactNode } from 'react';
import { moveInTable } from '../../ui/move-in-table.ts';

export interface NodeRowProps {
  readonly id: string;
  readonly isChosen: boolean;
  readonly isStop: boolean;
  readonly onChoose: (id: string | undefined) => void;
  /** Keys of its own; true where it took one. */
  readonly onKey?: (key: string) => boolean;
  readonly level?: number;
  readonly isExpanded?: boolean | undefined;
  readonly children: ReactNode;
}

/** A row of a table or of a tree. */
export function NodeRow(props: NodeRowProps) {
  const { id, isChosen, isStop, onChoose, onKey, level, isExpanded, children } = props;
  return (
    <tr
      tabIndex={isStop ? 0 : -1}
      aria-selected={isChosen}
      aria-level={level}
      aria-expanded={isExpanded}
      onClick={() => onChoose(id)}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === 'Enter' || event.key === ' ') onChoose(id);
        else if (event.key === 'Escape') onChoose(undefined);
        else if (!onKey?.(event.key) && !moveInTable(event)) return;
        event.preventDefault();
      }}
    >
      {children}
    </tr>
  );
}
