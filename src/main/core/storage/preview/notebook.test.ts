import { afterAll, describe, expect, test } from 'vitest';
import { startLooking } from './testing/looking.ts';

const looking = startLooking();
afterAll(() => looking.close());
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const see = (notebook: unknown) => looking.as('notebook', 'a.ipynb', JSON.stringify(notebook));

describe('a notebook', () => {
  test('of format 4 is data only: pictures shown, HTML, scripts and widgets named', async () => {
    const preview = await see({
      nbformat: 4,
      metadata: { kernelspec: { language: 'R' } },
      cells: [
        { cell_type: 'markdown', source: ['# Title\n', '<script>alert(1)</script>'] },
        {
          cell_type: 'code',
          execution_count: 3,
          source: 'plot(x)',
          outputs: [
            { output_type: 'stream', name: 'stderr', text: ['warn\n'] },
            { output_type: 'display_data', data: { 'image/png': png, 'text/plain': 'fig' } },
            {
              output_type: 'execute_result',
              data: { 'text/html': '<script>x</script>', 'text/plain': ['a', 'b'] },
            },
            {
              output_type: 'display_data',
              data: { 'application/javascript': 'x()', 'application/vnd.jupyter.widget-view+json': {} },
            },
            { output_type: 'display_data', data: { 'image/svg+xml': '<svg/>' } },
            { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['\u001b[31mE\u001b[0m: v'] },
          ],
        },
        { cell_type: 'raw', source: 'raw' },
      ],
    });
    expect(preview.language).toBe('r');
    expect(preview.cells[1]).toEqual({
      kind: 'code',
      source: 'plot(x)',
      execution: 3,
      outputs: [
        { kind: 'text', text: 'warn\n', stream: 'error' },
        { kind: 'image', address: `data:image/png;base64,${png}` },
        { kind: 'hidden', type: 'text/html' },
        { kind: 'text', text: 'ab', stream: 'out' },
        { kind: 'hidden', type: 'application/javascript' },
        { kind: 'hidden', type: 'application/vnd.jupyter.widget-view+json' },
        { kind: 'hidden', type: 'image/svg+xml' },
        { kind: 'text', text: 'E: v', stream: 'error' },
      ],
    });
    expect(preview.cells[0]).toMatchObject({
      kind: 'markdown',
      source: '# Title\n<script>alert(1)</script>',
    });
  });

  test('of format 3 is read too', async () => {
    const preview = await see({
      nbformat: 3,
      metadata: {},
      worksheets: [
        {
          cells: [
            { cell_type: 'heading', source: 'Old', level: 1 },
            {
              cell_type: 'code',
              language: 'python',
              input: ['1+1'],
              prompt_number: 2,
              outputs: [
                { output_type: 'pyout', text: ['2'], html: '<b>2</b>' },
                { output_type: 'display_data', png },
              ],
            },
          ],
        },
      ],
    });
    expect(preview.cells).toMatchObject([
      { kind: 'markdown', source: '# Old' },
      {
        source: '1+1',
        execution: 2,
        outputs: [{ kind: 'hidden', type: 'text/html' }, { kind: 'text', text: '2' }, { kind: 'image' }],
      },
    ]);
  });

  test('with a picture that is none, or too large, hides it', async () => {
    const outputs = [
      { output_type: 'display_data', data: { 'image/png': Buffer.from('<script>').toString('base64') } },
      { output_type: 'display_data', data: { 'image/png': `${png.slice(0, 24)}${'A'.repeat(3_000_000)}` } },
      { output_type: 'display_data', data: { 'image/jpeg': '"><script>' } },
    ];
    const preview = await see({ nbformat: 4, cells: [{ cell_type: 'code', source: '', outputs }] });
    expect(preview.cells[0]?.outputs.map(({ kind }) => kind)).toEqual(['hidden', 'hidden', 'hidden']);
    expect(preview.truncated).toBe(true);
  });

  test('with very much in it is capped', async () => {
    const cell = {
      cell_type: 'code',
      source: '',
      outputs: Array.from({ length: 100 }, () => ({
        output_type: 'stream',
        name: 'stdout',
        text: 'x'.repeat(1_000),
      })),
    };
    const preview = await see({
      nbformat: 4,
      cells: Array.from({ length: 1_500 }, () => cell).slice(0, 200),
    });
    expect(preview.truncated).toBe(true);
    expect(JSON.stringify(preview).length).toBeLessThan(6_000_000);
  });

  test('that is no JSON is broken, with the reason', async () => {
    const preview = await looking.as('broken', 'a.ipynb', '{"cells": [');
    expect(preview.problem).toMatchObject({ reason: 'preview-broken', values: { name: 'a.ipynb' } });
  });

  test('that holds what nobody expects still answers', async () => {
    const preview = await see({
      nbformat: 4,
      cells: [null, 3, { cell_type: 'code', outputs: [null, { data: 5 }], source: { a: 1 } }],
    });
    expect(preview.cells).toHaveLength(3);
  });
});
