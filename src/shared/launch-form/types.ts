import type { Json, JsonArray, JsonObject, Path } from './json.ts';

/** The type of a node of a schema. */
export type SchemaType = 'object' | 'array' | 'string' | 'boolean' | 'integer' | 'number';

/** When a node is not shown: when the value at `path` (segments parted by `/`) equals `value`. */
export type HiddenWhen = {
  readonly value: Json;
  readonly path: string;
  readonly isPathRelative?: boolean;
};

/** What Onyxia's launcher reads under `x-onyxia`. */
export type OnyxiaHints = {
  readonly overwriteDefaultWith?: string | JsonArray | JsonObject;
  readonly overwriteListEnumWith?: string | JsonArray;
  readonly hidden?: boolean;
  readonly readonly?: boolean;
};

/** A node of a chart's values.schema.json, as far as the launch form reads it (checked by `parseSchema`). */
export type Schema = {
  readonly type?: SchemaType;
  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly const?: Json;
  readonly enum?: JsonArray;
  readonly listEnum?: JsonArray;
  readonly hidden?: boolean | HiddenWhen;
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly pattern?: string;
  readonly render?: 'textArea' | 'password' | 'list' | 'slider';
  readonly sliderMin?: number;
  readonly sliderMax?: number;
  readonly sliderUnit?: string;
  readonly sliderStep?: number;
  readonly sliderExtremity?: 'down' | 'up';
  readonly sliderExtremitySemantic?: string;
  readonly sliderRangeId?: string;
  readonly 'x-onyxia'?: OnyxiaHints;
};

/** The x-onyxia context: user, service, project, git, vault, s3, s3_array, region, k8s, ... */
export type Context = JsonObject;

/** A dependency of Chart.yaml; its condition as path, or as Helm writes it (`a.enabled,b.enabled`). */
export type Dependency = { readonly chartName: string; readonly condition?: Path | string };

type FieldOf<FieldType extends string, Rest> = {
  readonly type: 'field';
  readonly fieldType: FieldType;
  readonly title: string;
  readonly description?: string;
  readonly isReadonly: boolean;
  readonly helmValuesPath: Path;
} & Rest;

/** yes or no */
export type CheckboxField = FieldOf<'checkbox', { readonly value: boolean }>;
/** an object or an array without a shape, as YAML */
export type YamlField = FieldOf<
  'yaml code block',
  { readonly expectedDataType: 'object' | 'array'; readonly value: Json }
>;
/** a number, whole when `isInteger` */
export type NumberField = FieldOf<
  'number field',
  { readonly value: number; readonly isInteger: boolean; readonly minimum?: number }
>;
/** one of a list */
export type SelectField = FieldOf<
  'select',
  { readonly options: JsonArray; readonly selectedOptionIndex: number }
>;
/** text: one line, many (`doRenderAsTextArea`) or a password (`isSensitive`) */
export type TextField = FieldOf<
  'text field',
  {
    readonly value: string;
    readonly doRenderAsTextArea: boolean;
    readonly isSensitive: boolean;
    readonly pattern?: string;
    readonly autocomplete: { readonly isLoadingOptions: boolean; readonly options: readonly string[] };
  }
>;
/** a quantity between two bounds; `value`, `min`, `max`, `step` in `unit` */
export type SliderField = FieldOf<
  'slider',
  {
    readonly value: number;
    readonly min: number;
    readonly max: number;
    readonly unit?: string;
    readonly step?: number;
  }
>;
/** one end of a range slider */
export type RangeEnd = {
  readonly isReadonly: boolean;
  readonly helmValuesPath: Path;
  readonly description?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly rangeEndSemantic?: string;
};
/** two quantities, the first never above the second */
export type RangeSliderField = {
  readonly type: 'field';
  readonly fieldType: 'range slider';
  readonly title: string;
  readonly unit?: string;
  readonly step: number;
  readonly lowEndRange: RangeEnd;
  readonly highEndRange: RangeEnd;
};
/** One widget of the form. */
export type FormField =
  CheckboxField | YamlField | NumberField | SelectField | TextField | SliderField | RangeSliderField;

/** Fields under a title: an object, or an array whose items can be added and removed. */
export type FormGroup = {
  readonly type: 'group';
  readonly helmValuesPath: Path;
  readonly title: string;
  readonly description?: string;
  readonly nodes: readonly FormNode[];
  readonly canAdd: boolean;
  readonly canRemove: boolean;
};

/** What a form is made of. */
export type FormNode = FormField | FormGroup;

/** A launch form: the chart's own part, `global`, and a section for each enabled dependency. */
export type Form = {
  readonly main: readonly FormNode[];
  readonly global: readonly FormNode[];
  readonly dependencies: {
    readonly [chartName: string]: {
      readonly main: readonly FormNode[];
      readonly global: readonly FormNode[];
    };
  };
  readonly disabledDependencies: readonly string[];
};

/** Where a value came from: the places of the context that its expression read. */
export type ValueSource = { readonly path: Path; readonly contextPaths: readonly (readonly string[])[] };

/** What the values hold: what the chart's schema asks for, or besides that all of values.yaml. */
export type ValuesMode = 'user-provided' | 'with-chart-defaults';
