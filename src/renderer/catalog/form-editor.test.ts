import { describe, expect, test } from 'vitest';
import type { FormEdit } from '../../shared/contract/catalog.ts';
import { failure } from '../../shared/contract/errors.ts';
import type { LaunchForm } from '../../shared/contract/launch-form.ts';
import { sampleForm } from '../testing/sample-form.ts';
import { createFormEditor, pathKey } from './form-editor.ts';

const set = (value: unknown, path: (string | number)[] = ['a']): FormEdit => ({ kind: 'set', path, value });

/** A core that answers when it is told to. */
function slowCore() {
  const asked: { edit: FormEdit; answer: (form: LaunchForm) => void; refuse: (error: Error) => void }[] = [];
  let arrived = () => {};
  return {
    send: (edit: FormEdit) =>
      new Promise<LaunchForm>((answer, refuse) => {
        asked.push({ edit, answer, refuse });
        arrived();
      }),
    async next(index: number) {
      while (!asked[index]) await new Promise<void>((resolve) => (arrived = resolve));
      return asked[index];
    },
    edits: () => asked.map((one) => one.edit),
  };
}

describe('an edit', () => {
  test('shows at once, before the core has answered', () => {
    const core = slowCore();
    const editor = createFormEditor(sampleForm, core.send);
    editor.edit(set('typed'));
    expect([editor.get().overlay.get(pathKey(['a'])), editor.get().busy]).toEqual(['typed', true]);
  });

  test('is confirmed by the answer, which then counts', async () => {
    const core = slowCore();
    const editor = createFormEditor(sampleForm, core.send);
    editor.edit(set('typed'));
    (await core.next(0)).answer({ ...sampleForm, yaml: 'a: typed' });
    await editor.settled();
    expect(editor.get()).toEqual({
      form: { ...sampleForm, yaml: 'a: typed' },
      overlay: new Map(),
      busy: false,
    });
  });

  test('that is newer than the answer stays', async () => {
    const core = slowCore();
    const editor = createFormEditor(sampleForm, core.send);
    editor.edit(set('one'));
    editor.edit(set('two'));
    (await core.next(0)).answer({ ...sampleForm, yaml: 'a: one' });
    await core.next(1);
    expect(editor.get().overlay.get(pathKey(['a']))).toBe('two');
  });

  test('that was refused is taken back, with the reason', async () => {
    const core = slowCore();
    const editor = createFormEditor(sampleForm, core.send);
    editor.edit(set('bad'));
    (await core.next(0)).refuse(failure('invalid-input', 'no'));
    await editor.settled();
    expect([editor.get().overlay.size, editor.get().failure?.code, editor.get().form]).toEqual([
      0,
      'invalid-input',
      sampleForm,
    ]);
  });
});

test('while the core is busy only the last of many edits of a field is sent, and the order of fields is kept', async () => {
  const core = slowCore();
  const editor = createFormEditor(sampleForm, core.send);
  for (const text of ['j', 'ju', 'jup']) editor.edit(set(text));
  editor.edit(set(1, ['b']));
  editor.edit({ kind: 'add', path: ['c'] });
  editor.edit({ kind: 'add', path: ['c'] });
  for (let index = 0; index < 5; index += 1) (await core.next(index)).answer(sampleForm);
  await editor.settled();
  expect(core.edits()).toEqual([
    set('j'),
    set('jup'),
    set(1, ['b']),
    { kind: 'add', path: ['c'] },
    { kind: 'add', path: ['c'] },
  ]);
});
