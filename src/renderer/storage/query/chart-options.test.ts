import { describe, expect, test } from 'vitest';
import { light } from '../../ui/tokens.ts';
import { chartOption, seriesOf, type ChartWish } from './chart-options.ts';

const wish = (change: Partial<ChartWish>): ChartWish => ({
  kind: 'bar',
  points: [
    { x: 'a', y: 95, series: 'f' },
    { x: 'b', y: 99, series: 'm' },
  ],
  xName: 'x',
  yName: 'y',
  xKind: 'text',
  palette: light,
  formatX: String,
  formatY: String,
  ...change,
});
interface Drawn {
  yAxis: { scale: boolean };
  xAxis: { type: string; data?: string[] };
  tooltip: { renderMode: string };
  legend?: unknown;
  series: { name: string; type: string; data: unknown[]; endLabel?: unknown; itemStyle: { color: string } }[];
}
const draw = (change: Partial<ChartWish>) => chartOption(wish(change)) as unknown as Drawn;

describe('a chart', () => {
  test('of bars begins at zero, whatever the values; a line may not', () => {
    expect(draw({}).yAxis.scale).toBe(false);
    expect(draw({ kind: 'histogram' }).yAxis.scale).toBe(false);
    expect(draw({ kind: 'line' }).yAxis.scale).toBe(true);
  });
  test('of lines has the names at the lines, and no legend', () => {
    const lines = draw({ kind: 'line' });
    expect(lines.legend).toBeUndefined();
    expect(lines.series.map((one) => one.endLabel !== undefined)).toEqual([true, true]);
  });
  test('never draws HTML from a string', () => {
    expect(draw({}).tooltip.renderMode).toBe('richText');
  });
  test('places numbers and times on a line, names side by side', () => {
    expect(draw({ kind: 'line', xKind: 'number', points: [{ x: 2, y: 1 }] }).series[0]?.data).toEqual([
      [2, 1],
    ]);
    expect(
      draw({ kind: 'line', xKind: 'time', points: [{ x: '2026-11-20', y: 1 }] }).series[0]?.data,
    ).toEqual([[Date.UTC(2026, 10, 20), 1]]);
    expect(draw({}).xAxis).toMatchObject({ type: 'category', data: ['a', 'b'] });
  });
  test('gives series beyond the six colours one grey, rather than a colour twice', () => {
    const points = Array.from({ length: 8 }, (_, index) => ({ x: 'a', y: 1, series: `s${index}` }));
    const colours = draw({ points }).series.map((one) => one.itemStyle.color);
    expect(new Set(colours.slice(0, 6)).size).toBe(6);
    expect(colours.slice(6)).toEqual([light.paused, light.paused]);
  });
});

test('points without series are one series without a name', () => {
  expect(seriesOf([{ x: 1, y: 1 }])).toEqual([undefined]);
});
