import { describe, expect, test } from 'vitest';
import type { BatchWork, Decision, DecisionInput } from '../../../shared/contract/annotation/coding.ts';
import { failure } from '../../../shared/contract/errors.ts';
import { small } from '../../../shared/nomenclature/testing/small-nomenclature.ts';
import { createSearch } from '../../../shared/nomenclature/search.ts';
import { createTree } from '../../../shared/nomenclature/tree.ts';
import { sampleWork } from '../../testing/sample-coding.ts';
import type { CodingAction } from './coding-keys.ts';
import { textOf } from './item-state.ts';
import { keepRemarks } from './remarks.ts';
import { shownId, type SessionParts } from './session-state.ts';
import { createSession } from './session.ts';

const tree = createTree(small);
const search = createSearch(tree, 'fr');

function coding(
  work: BatchWork,
  calls: Partial<SessionParts['calls']> = {},
  kept = new Map<string, string>(),
) {
  const decided: { item: string; decision: DecisionInput }[] = [];
  let now = 0;
  /** Lets the decisions through that wait for the disk. */
  const doors: (() => void)[] = [];
  const disk = { isSlow: false, isFull: false };
  const session = createSession(
    {
      at: { profile: 'p', bucket: 'b', prefix: 'x/' },
      tree,
      candidatesOf: () => [],
      finder: () => ({ find: async (text, limit) => search.find(text, limit) }),
      clock: () => now,
      remarks: keepRemarks(
        {
          getItem: (key) => kept.get(key) ?? null,
          setItem: (key, value) => void kept.set(key, value),
          removeItem: (key) => void kept.delete(key),
        },
        ['platform', 'alice'],
        { profile: 'p', bucket: 'b', prefix: 'x/' },
      ),
      calls: {
        decide: async ({ item, decision }) => {
          if (disk.isSlow) await new Promise<void>((resolve) => doors.push(resolve));
          if (disk.isFull) throw failure('no-space', 'full', { reason: 'disk-full' });
          decided.push({ item, decision });
          return { ...decision, id: `d${decided.length}`, item, mode: 'blind' } as Decision;
        },
        reveal: async () => ({}),
        suggestions: async () => ({}),
        undo: async () => undefined,
        batch: async () => work,
        openBatch: async () => {
          throw failure('not-found', 'none', { reason: 'no-batch-left' });
        },
        ...calls,
      },
    },
    work,
  );
  const act = (action: CodingAction) =>
    session.give({ kind: 'action', action, seen: shownId(session.get()) });
  const type = (text: string) => {
    for (const sign of text)
      session.give({ kind: 'stroke', stroke: { sign, ...(/\d/.test(sign) && { digit: sign }) } });
  };
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  return {
    session,
    decided,
    disk,
    doors,
    act,
    type,
    settled,
    pass: (milliseconds: number) => (now += milliseconds),
    place: () => session.get().place,
    text: () => {
      const { item } = session.get();
      return item && textOf(item);
    },
  };
}
const blind = () => sampleWork({ nomenclature: { id: 'small', hash: '' } }, 'b1', 3);

describe('coding', () => {
  test('a code typed in four digits and Enter is taken where it has one sub-class, with the time it took', async () => {
    const { type, act, settled, decided, pass, place } = coding(blind());
    type('1011');
    pass(4_000);
    act('take');
    await settled();
    expect(decided).toEqual([
      {
        item: 'b1-001',
        decision: expect.objectContaining({
          status: 'done',
          codeFinal: '10.11Z',
          source: 'typed',
          leadTime: 4_000,
          searchUsed: true,
        }),
      },
    ]);
    expect(place()).toBe(1);
  });

  test('Enter waits for what the search finds, and takes nothing where it finds nothing', async () => {
    const { type, act, settled, decided, session } = coding(blind());
    type('zzzzzz');
    act('take');
    await settled();
    expect(decided).toEqual([]);
    expect(session.get().hint).toBe('nothing-found');
  });

  test('what is typed while a decision is written belongs to the next item, commands and Enter to none', async () => {
    const { type, act, settled, decided, disk, doors, text, place, session } = coding(blind());
    disk.isSlow = true;
    type('1011');
    act('take');
    await settled();
    type('limo');
    act('take');
    act('flag');
    expect(session.get().ahead).toBe('limo');
    doors.shift()?.();
    await settled();
    expect([place(), text(), session.get().item?.flagged]).toEqual([1, 'limo', false]);
    expect(decided).toHaveLength(1);
    expect(session.get().ahead).toBe('');
  });

  test('where the disk is full the item stays, and what was typed ahead waits for the next one', async () => {
    const { type, act, settled, decided, disk, doors, text, place, session } = coding(blind());
    Object.assign(disk, { isSlow: true, isFull: true });
    type('1011');
    act('take');
    await settled();
    type('limo');
    doors.shift()?.();
    await settled();
    expect([place(), text(), session.get().failure?.reason]).toEqual([0, '1011', 'disk-full']);
    expect(session.get().ahead).toBe('limo');
    Object.assign(disk, { isSlow: false, isFull: false });
    act('take');
    await settled();
    expect([place(), text(), decided.length]).toEqual([1, 'limo', 1]);
  });

  test('undo leads back to the item, and its code is taken again by Enter', async () => {
    const was = {
      id: 'd1',
      item: 'b1-001',
      batch: 'b1',
      mode: 'blind',
      status: 'done',
      codeFinal: '11.10Z',
      source: 'search',
      searchUsed: true,
      flagged: true,
      comment: 'why',
      leadTime: 9_000,
    } as Decision;
    const { act, type, settled, decided, place, session, pass } = coding(blind(), {
      undo: async () => ({ item: was.item, batch: was.batch, was }),
    });
    type('1011');
    act('take');
    await settled();
    act('undo');
    await settled();
    expect([place(), session.get().hint]).toEqual([0, 'undone']);
    pass(1_000);
    act('take');
    await settled();
    expect(decided[1]?.decision).toMatchObject({
      codeFinal: '11.10Z',
      source: 'search',
      flagged: true,
      comment: 'why',
      leadTime: 10_000,
    });
  });

  test('what was begun on an item is there again after looking at another', async () => {
    const { act, type, settled, text, session } = coding(blind());
    type('limo');
    session.setComment('half a thought');
    act('next');
    act('previous');
    await settled();
    expect([text(), session.get().item?.comment]).toEqual(['limo', 'half a thought']);
  });

  test('what was added to an item is there after a crash, until the item is decided', async () => {
    const kept = new Map<string, string>();
    const before = coding(blind(), {}, kept);
    before.session.setComment('half a thought');
    before.act('flag');
    const { session, act, settled, decided } = coding(blind(), {}, kept);
    expect(session.get().item).toMatchObject({ comment: 'half a thought', flagged: true });
    act('skip');
    await settled();
    expect(decided[0]?.decision).toMatchObject({ comment: 'half a thought', flagged: true });
    expect(kept.size).toBe(0);
  });

  test('a comment that was emptied is not there again', () => {
    const kept = new Map<string, string>();
    const { session } = coding(blind(), {}, kept);
    session.setComment('x');
    session.setComment('');
    expect(kept.size).toBe(0);
  });

  test('what is added while a decision is written is there when the item is looked at again', async () => {
    const kept = new Map<string, string>();
    const { session, act, settled, disk, doors, decided } = coding(blind(), {}, kept);
    disk.isSlow = true;
    act('skip');
    await settled();
    session.setComment('one more thing');
    doors.shift()?.();
    await settled();
    expect(decided[0]?.decision.comment).toBe('');
    act('previous');
    expect(session.get().item).toMatchObject({ item: { id: 'b1-001' }, comment: 'one more thing' });
  });

  test('the comment of a decision that was taken back is kept until it is decided again', async () => {
    const kept = new Map<string, string>();
    const was = { id: 'd1', item: 'b1-001', batch: 'b1', mode: 'blind', comment: 'why' } as Decision;
    const { act, settled } = coding(
      blind(),
      { undo: async () => ({ item: was.item, batch: was.batch, was }) },
      kept,
    );
    act('undo');
    await settled();
    expect(coding(blind(), {}, kept).session.get().item?.comment).toBe('why');
  });

  test('the end comes when all is decided, and says so when no batch is left', async () => {
    const { act, settled, session } = coding(blind());
    for (const action of ['skip', 'delegate', 'unclassifiable'] as const) {
      act(action);
      await settled();
    }
    expect(session.get().item).toBeUndefined();
    act('take');
    await settled();
    expect(session.get().failure?.reason).toBe('no-batch-left');
  });
});

describe('in reveal mode', () => {
  const reveal = { mode: 'reveal', nomenclature: { id: 'small', hash: '' } } as const;
  const set = {
    suggestions: [{ rank: 1, code: '10.20B', probability: 0.9 }],
    model: 'm',
    from: 'file' as const,
  };
  test('the first code is kept before anything is shown, and holds by Enter', async () => {
    const { type, act, settled, decided, session } = coding(sampleWork(reveal, 'b1', 2), {
      reveal: async () => ({ suggestions: set }),
    });
    type('1011');
    act('take');
    await settled();
    expect(decided).toEqual([]);
    expect(session.get().item).toMatchObject({ firstCode: '10.11Z', strokes: [] });
    act('take');
    await settled();
    expect(decided[0]?.decision).toMatchObject({ codeFinal: '10.11Z', source: 'first' });
  });
  test('a suggestion can be taken instead', async () => {
    const { type, act, settled, decided } = coding(sampleWork(reveal, 'b1', 2), {
      reveal: async () => ({ suggestions: set }),
    });
    type('1011');
    act('take');
    await settled();
    type('1');
    act('take');
    await settled();
    expect(decided[0]?.decision).toMatchObject({
      codeFinal: '10.20B',
      source: 'suggestion',
      suggestionRank: 1,
    });
  });
  test('where the model says nothing the first code is the last', async () => {
    const { type, act, settled, decided } = coding(sampleWork(reveal, 'b1', 2));
    type('1011');
    act('take');
    await settled();
    expect(decided[0]?.decision).toMatchObject({ codeFinal: '10.11Z', source: 'typed' });
  });
});
