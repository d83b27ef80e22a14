/** One part of the page on which a campaign is made. */
import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftOfPage } from './drafts.ts';
import type { Amount } from './draft.ts';
import classes from '../campaigns.module.css';

/** What every section is given. */
export type SectionProps = Pick<DraftOfPage, 'draft' | 'change'>;

export type SectionName =
  'source' | 'purpose' | 'nomenclature' | 'sampling' | 'people' | 'work' | 'guidelines' | 'place';

/** A heading, one sentence on what it decides, and the fields. */
export function Section({ name, children }: { readonly name: SectionName; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section id={sectionId(name)} className={classes.section} aria-labelledby={`${sectionId(name)}-title`}>
      <h2 id={`${sectionId(name)}-title`} tabIndex={-1}>
        {t(`annotation.plan.sections.${name}`)}
      </h2>
      {children}
    </section>
  );
}

export const sectionId = (name: SectionName) => `plan-${name}`;

export interface AmountFieldProps {
  readonly label: string;
  readonly value: Amount;
  readonly onChange: (value: Amount) => void;
  readonly min?: number;
  readonly max?: number;
  readonly description?: string;
  readonly suffix?: string;
  readonly disabled?: boolean;
  /** What the preview calls it where it is missing. */
  readonly field?: string;
}

/** A whole number that may be emptied. */
export function AmountField({
  label,
  value,
  onChange,
  min = 0,
  max,
  description,
  suffix,
  disabled,
  field,
}: AmountFieldProps) {
  return (
    <NumberInput
      className={classes.amount ?? ''}
      label={label}
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      allowDecimal={false}
      min={min}
      hideControls
      {...(max !== undefined && { max })}
      {...(description !== undefined && { description })}
      {...(suffix !== undefined && { suffix })}
      {...(disabled && { disabled })}
      {...(field !== undefined && { 'data-field': field })}
    />
  );
}
