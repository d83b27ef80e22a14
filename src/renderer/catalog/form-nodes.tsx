/** The tree of the form: sections that fold, groups within them, lists that grow. */
import { Button } from '@mantine/core';
import { IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormGroup, FormNode } from '../../shared/launch-form/types.ts';
import { ToneIcon } from '../ui/state-mark.tsx';
import { Field } from './fields.tsx';
import { useForm } from './form-context.ts';
import { pathKey } from './form-editor.ts';
import { openAtStart, problemsBelow, summaryOf, type SummaryPart } from './form-outline.ts';
import classes from './launch.module.css';

function keyOf(node: FormNode): string {
  if (node.type === 'group') return `group:${pathKey(node.helmValuesPath)}`;
  return node.fieldType === 'range slider'
    ? `range:${pathKey(node.lowEndRange.helmValuesPath)}`
    : pathKey(node.helmValuesPath);
}

/** The nodes of one section: its groups fold, its own fields stand alone. */
export function Section({
  nodes,
  title,
  folded = false,
}: {
  readonly nodes: readonly FormNode[];
  readonly title?: string;
  readonly folded?: boolean;
}) {
  const [open] = useState(() => new Set(folded ? [] : openAtStart(nodes).map((group) => keyOf(group))));
  if (nodes.length === 0) return null;
  const fields = nodes.filter((node) => node.type !== 'group');
  return (
    <>
      {title && <h2 className={classes.section}>{title}</h2>}
      {nodes.map(
        (node) =>
          node.type === 'group' && (
            <FoldingGroup key={keyOf(node)} group={node} startsOpen={open.has(keyOf(node))} />
          ),
      )}
      {fields.length > 0 && (
        <div className={classes.group}>
          <div className={classes.groupBody} style={{ paddingTop: 12 }}>
            {fields.map((node) => node.type === 'field' && <Field key={keyOf(node)} field={node} />)}
          </div>
        </div>
      )}
    </>
  );
}

function FoldingGroup({ group, startsOpen }: { readonly group: FormGroup; readonly startsOpen: boolean }) {
  const { t } = useTranslation();
  const { problems } = useForm();
  const [open, setOpen] = useState(startsOpen);
  const id = useId();
  const wrong = problemsBelow(problems, group.helmValuesPath).length;
  return (
    <section className={classes.group} aria-label={group.title}>
      <button
        type="button"
        className={classes.groupHead}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={16} className={classes.chevron} data-open={open} aria-hidden="true" />
        <span className={classes.groupTitle}>{group.title}</span>
        <span className={classes.groupSummary}>{!open && <Summary group={group} />}</span>
        {wrong > 0 && (
          <span className={classes.groupProblem}>
            <ToneIcon tone="bad" /> {t('launch.problems', { count: wrong })}
          </span>
        )}
      </button>
      <div id={id} hidden={!open}>
        {open && (
          <div className={classes.groupBody}>
            <GroupContent group={group} />
          </div>
        )}
      </div>
    </section>
  );
}

function Summary({ group }: { readonly group: FormGroup }) {
  const { t } = useTranslation();
  const { parts, more } = summaryOf(group);
  const words = (part: SummaryPart) => {
    if (part.kind === 'text') return part.text;
    if (part.kind === 'items') return t('launch.items', { count: part.count });
    return t(part.on ? 'launch.on' : 'launch.off', { name: part.title });
  };
  const said = [...parts.map(words), ...(more > 0 ? [t('launch.summaryMore', { count: more })] : [])];
  return <>{said.join(' · ') || t('launch.summaryEmpty')}</>;
}

function GroupContent({ group }: { readonly group: FormGroup }) {
  const { t } = useTranslation();
  const { edit } = useForm();
  const path = [...group.helmValuesPath];
  return (
    <>
      {group.description && <p className={classes.groupText}>{group.description}</p>}
      {group.nodes.map((node, index) => {
        const content =
          node.type === 'field' ? (
            <Field key={keyOf(node)} field={node} />
          ) : (
            <InnerGroup key={keyOf(node)} group={node} />
          );
        if (!group.canRemove) return content;
        return (
          <div key={keyOf(node)} className={classes.arrayRow}>
            {content}
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconTrash size={16} />}
              aria-label={t('launch.removeFrom', { index: index + 1, name: group.title })}
              onClick={() => edit({ kind: 'remove', path, index })}
            >
              {t('launch.remove')}
            </Button>
          </div>
        );
      })}
      {group.canAdd && (
        <div>
          <Button
            size="compact-sm"
            leftSection={<IconPlus size={16} />}
            aria-label={t('launch.addTo', { name: group.title })}
            onClick={() => edit({ kind: 'add', path })}
          >
            {t('launch.add')}
          </Button>
        </div>
      )}
    </>
  );
}

function InnerGroup({ group }: { readonly group: FormGroup }) {
  return (
    <fieldset className={classes.inner}>
      <legend>{group.title}</legend>
      <GroupContent group={group} />
    </fieldset>
  );
}
