/** Points as a chart of ECharts: bars from zero, names at the lines themselves, colours that everyone can tell apart. Pure. */
import type { Cell, Column } from '../../../shared/contract/storage/preview.ts';
import type { Palette } from '../../ui/tokens.ts';

export type ChartKind = 'bar' | 'line' | 'scatter' | 'histogram';

export interface Point {
  readonly x: Cell;
  readonly y: number;
  readonly series?: string | undefined;
}

export interface ChartWish {
  readonly kind: ChartKind;
  readonly points: readonly Point[];
  readonly xName: string;
  readonly yName: string;
  readonly xKind: Column['kind'];
  readonly palette: Palette;
  readonly formatX: (value: Cell) => string;
  readonly formatY: (value: number) => string;
}

/** Okabe and Ito, Color Universal Design (2008), in their order but for black and yellow, which no background of ours carries. */
export const seriesColours = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00'] as const;

/** More series than colours would lie: those beyond are one grey. */
const mostSeries = seriesColours.length;
const mostLabels = 24;

/** The series of the points in the order in which they come; one without a name where there are none. */
export function seriesOf(points: readonly Point[]): readonly (string | undefined)[] {
  return [...new Set(points.map((point) => point.series))];
}

/** Whether the values across are places on a line rather than names. */
export function isContinuous({ kind, xKind }: Pick<ChartWish, 'kind' | 'xKind'>): boolean {
  return kind !== 'bar' && kind !== 'histogram' && (xKind === 'number' || xKind === 'time');
}

function position(value: Cell, kind: Column['kind']): number | string {
  if (kind === 'time')
    return typeof value === 'number'
      ? value
      : Date.parse(`${String(value).replace(' ', 'T')}Z`) || Date.parse(String(value));
  return Number(value);
}

/** What `setOption` takes. */
export function chartOption(wish: ChartWish): Record<string, unknown> {
  const { points, palette } = wish;
  const names = seriesOf(points);
  const continuous = isContinuous(wish);
  const categories = continuous ? undefined : [...new Set(points.map((point) => wish.formatX(point.x)))];
  const isBar = wish.kind === 'bar' || wish.kind === 'histogram';
  const isNamed = names.length > 1;
  const axis = {
    axisLine: { lineStyle: { color: palette.control } },
    axisLabel: { color: palette.quiet, fontFamily: 'Inter Variable', hideOverlap: true },
    splitLine: { lineStyle: { color: palette.line } },
    nameTextStyle: { color: palette.text, fontFamily: 'Inter Variable' },
  };
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable' },
    grid: {
      left: 12,
      right: isNamed && wish.kind === 'line' ? 120 : 24,
      top: isNamed && wish.kind !== 'line' ? 64 : 40,
      bottom: 32,
      containLabel: true,
    },
    // Rich text draws on the canvas: HTML from strings is refused by the policy of the page.
    tooltip: {
      renderMode: 'richText',
      trigger: wish.kind === 'scatter' ? 'item' : 'axis',
      backgroundColor: palette.raised,
      borderColor: palette.line,
      textStyle: { color: palette.text },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? wish.formatY(value) : String(value)),
    },
    ...(isNamed && wish.kind !== 'line'
      ? { legend: { top: 0, textStyle: { color: palette.text }, type: 'scroll' } }
      : {}),
    xAxis: {
      ...axis,
      name: wish.xName,
      nameLocation: 'middle',
      nameGap: 32,
      type: continuous ? (wish.xKind === 'time' ? 'time' : 'value') : 'category',
      ...(categories ? { data: categories } : {}),
      ...(continuous
        ? {
            scale: true,
            axisLabel: { ...axis.axisLabel, formatter: (value: number) => wish.formatX(value) },
          }
        : {}),
    },
    yAxis: {
      ...axis,
      name: wish.yName,
      nameLocation: 'end',
      nameTextStyle: { ...axis.nameTextStyle, align: 'left' },
      type: 'value',
      // A bar is as long as its value: it always begins at zero.
      scale: !isBar,
      axisLabel: { ...axis.axisLabel, formatter: (value: number) => wish.formatY(value) },
    },
    series: names.map((name, index) => {
      const own = points.filter((point) => point.series === name);
      const colour = seriesColours[index] ?? palette.paused;
      return {
        name: name ?? wish.yName,
        type: wish.kind === 'histogram' ? 'bar' : wish.kind,
        data: continuous
          ? own.map((point) => [position(point.x, wish.xKind), point.y])
          : own.map((point) => [wish.formatX(point.x), point.y]),
        itemStyle: { color: colour, ...(isBar ? { borderColor: palette.quiet, borderWidth: 1 } : {}) },
        ...(wish.kind === 'histogram' ? { barCategoryGap: '2%' } : {}),
        ...(wish.kind === 'scatter' ? { symbolSize: 6, large: own.length > 2_000, progressive: 1_000 } : {}),
        ...(wish.kind === 'line'
          ? {
              showSymbol: own.length <= 60,
              lineStyle: { width: 2, color: colour },
              ...(isNamed && index < mostSeries
                ? {
                    endLabel: {
                      show: true,
                      formatter: '{a}',
                      color: palette.text,
                      width: 108,
                      overflow: 'truncate',
                    },
                  }
                : {}),
            }
          : {}),
        ...(wish.kind === 'bar' && !isNamed && own.length <= mostLabels
          ? {
              label: {
                show: true,
                position: 'top',
                color: palette.text,
                formatter: ({ value }: { value: readonly [unknown, number] }) => wish.formatY(value[1]),
              },
            }
          : {}),
      };
    }),
  };
}
