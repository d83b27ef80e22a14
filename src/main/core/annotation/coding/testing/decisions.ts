/** Histories of decisions for property tests, as several laptops of one person make them. */
import fc from 'fast-check';
import type { Decision } from '../../../../../shared/contract/annotation/coding.ts';
import { standingOf } from '../in-force.ts';

export function decision(id: string, rest: Partial<Decision> = {}): Decision {
  return {
    id,
    item: 'item',
    batch: 'batch',
    annotator: 'alice',
    round: 1,
    mode: 'blind',
    status: 'done',
    codeFinal: '47.21Z',
    levelReached: 5,
    searchUsed: false,
    flagged: false,
    comment: '',
    leadTime: 1,
    decidedAt: 1,
    guidelineVersion: 1,
    machine: 'one',
    replaces: [],
    withdrawn: false,
    ...rest,
  };
}

interface Step {
  readonly machine: 'one' | 'two';
  readonly does: 'decide' | 'undo' | 'meet';
  readonly code: string;
  readonly at: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  machine: fc.constantFrom('one', 'two'),
  does: fc.constantFrom('decide', 'decide', 'undo', 'meet'),
  code: fc.constantFrom('47.21Z', '47.22Z', '47.23Z'),
  at: fc.nat(1000),
});

/** What two laptops wrote about one item, each knowing what it wrote and what it met. */
export const histories: fc.Arbitrary<{
  readonly all: readonly Decision[];
  readonly met: boolean;
}> = fc.array(step, { maxLength: 12 }).map((steps) => {
  const known = { one: new Map<string, Decision>(), two: new Map<string, Decision>() };
  let met = true;
  for (const [index, { machine, does, code, at }] of steps.entries()) {
    const own = known[machine];
    if (does === 'meet') {
      for (const [id, made] of [...known.one, ...known.two]) {
        known.one.set(id, made);
        known.two.set(id, made);
      }
      met = true;
      continue;
    }
    const { heads } = standingOf(own.values());
    if (does === 'undo' && heads.length === 0) continue;
    const id = `d${index}`;
    const replaces = heads.map((head) => head.id);
    own.set(
      id,
      decision(id, { machine, decidedAt: at, codeFinal: code, replaces, withdrawn: does === 'undo' }),
    );
    met = false;
  }
  return { all: [...new Map([...known.one, ...known.two]).values()], met };
});
