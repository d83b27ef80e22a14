/** Quantities between bounds: one thumb, or two for what is guaranteed and what is the most. */
import { RangeSlider as TwoThumbs, Slider, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RangeSliderField, SliderField } from '../../shared/launch-form/types.ts';
import { useField, useForm } from './form-context.ts';
import { sliderQuantity, sliderValue, stepped, typedNumber } from './field-values.ts';
import classes from './launch.module.css';
import { useProblem } from './use-problem.ts';

/** A box beside a slider, for those who know the number. */
function QuantityBox(props: {
  readonly label: string;
  /** What is shown above the box; absent: the label names it for those who do not see. */
  readonly shown?: string;
  readonly value: number;
  readonly unit: string | undefined;
  readonly readOnly: boolean;
  readonly error: boolean;
  readonly onChange: (value: number) => void;
}) {
  const [text, setText] = useState(String(props.value));
  useEffect(
    () => setText((now) => (typedNumber(now, false) === props.value ? now : String(props.value))),
    [props.value],
  );
  const commit = () => {
    const typed = typedNumber(text, false);
    if (typed === undefined) setText(String(props.value));
    else if (typed !== props.value) props.onChange(typed);
  };
  return (
    <TextInput
      aria-label={props.label}
      label={props.shown}
      value={text}
      inputMode="decimal"
      error={props.error}
      readOnly={props.readOnly}
      classNames={{ input: 'num' }}
      rightSection={<span className="quiet">{props.unit}</span>}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && (event.preventDefault(), commit())}
    />
  );
}

/** One quantity. */
export function SingleSlider({ field }: { readonly field: SliderField }) {
  const { schema } = useForm();
  const path = field.helmValuesPath;
  const [raw, set] = useField<unknown>(path, field.value);
  const value = sliderQuantity(raw) ?? field.min;
  const step = field.step ?? 1;
  const problem = useProblem(path);
  const change = (quantity: number) =>
    set(sliderValue(schema, path, stepped(quantity, step, field.min, field.max), field.unit));
  return (
    <div className={classes.sliderField}>
      <span className={classes.sliderLabel}>{field.title}</span>
      {field.description && <span className={classes.groupText}>{field.description}</span>}
      <div className={classes.sliderRow}>
        <div className={classes.sliderTrack}>
          <Slider
            value={value}
            min={field.min}
            max={field.max}
            step={step}
            disabled={field.isReadonly}
            onChange={change}
            label={null}
            thumbLabel={field.title}
            size={6}
          />
        </div>
        <div className={classes.ends}>
          <div>
            <QuantityBox
              label={field.title}
              value={value}
              unit={field.unit}
              readOnly={field.isReadonly}
              error={problem !== undefined}
              onChange={change}
            />
          </div>
        </div>
      </div>
      {problem && <span className={classes.groupProblem}>{problem}</span>}
    </div>
  );
}

/** Two quantities, of which the first never passes the second. */
export function RangeSlider({ field }: { readonly field: RangeSliderField }) {
  const { t } = useTranslation();
  const { schema } = useForm();
  const { lowEndRange: low, highEndRange: high, step, unit } = field;
  const [rawLow, setLow] = useField<unknown>(low.helmValuesPath, low.value);
  const [rawHigh, setHigh] = useField<unknown>(high.helmValuesPath, high.value);
  const values = { low: sliderQuantity(rawLow) ?? low.min, high: sliderQuantity(rawHigh) ?? high.max };
  const lowProblem = useProblem(low.helmValuesPath);
  const highProblem = useProblem(high.helmValuesPath);
  const names = {
    low: low.rangeEndSemantic ?? t('launch.guaranteed'),
    high: high.rangeEndSemantic ?? t('launch.maximum'),
  };

  const changeLow = (quantity: number) => {
    const next = Math.min(stepped(quantity, step, low.min, low.max), values.high);
    if (next !== values.low) setLow(sliderValue(schema, low.helmValuesPath, next, unit));
  };
  const changeHigh = (quantity: number) => {
    const next = Math.max(stepped(quantity, step, high.min, high.max), values.low);
    if (next !== values.high) setHigh(sliderValue(schema, high.helmValuesPath, next, unit));
  };

  return (
    <div className={classes.sliderField}>
      <span className={classes.sliderLabel}>{field.title}</span>
      <div className={classes.sliderRow}>
        <div className={classes.sliderTrack}>
          <TwoThumbs
            value={[values.low, values.high]}
            min={Math.min(low.min, high.min)}
            max={Math.max(low.max, high.max)}
            step={step}
            minRange={0}
            pushOnOverlap={false}
            disabled={low.isReadonly && high.isReadonly}
            onChange={([nextLow, nextHigh]) => {
              if (!low.isReadonly && nextLow !== values.low) changeLow(nextLow);
              if (!high.isReadonly && nextHigh !== values.high) changeHigh(nextHigh);
            }}
            label={null}
            thumbFromLabel={`${field.title}, ${names.low}`}
            thumbToLabel={`${field.title}, ${names.high}`}
            size={6}
          />
        </div>
        <div className={classes.ends}>
          <div>
            <QuantityBox
              label={`${field.title}, ${names.low}`}
              shown={names.low}
              value={values.low}
              unit={unit}
              readOnly={low.isReadonly}
              error={lowProblem !== undefined}
              onChange={changeLow}
            />
          </div>
          <div>
            <QuantityBox
              label={`${field.title}, ${names.high}`}
              shown={names.high}
              value={values.high}
              unit={unit}
              readOnly={high.isReadonly}
              error={highProblem !== undefined}
              onChange={changeHigh}
            />
          </div>
        </div>
      </div>
      {(lowProblem ?? highProblem) && (
        <span className={classes.groupProblem}>{lowProblem ?? highProblem}</span>
      )}
    </div>
  );
}
