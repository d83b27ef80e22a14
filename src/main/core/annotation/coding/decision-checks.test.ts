import { describe, expect, test } from 'vitest';
import { sampleCampaign } from '../files/testing/campaign-store.ts';
import { checkDecision, checkMode } from './decision-checks.ts';
import { coded, tree } from './testing/harness.ts';

const campaign = sampleCampaign('x');
const refusal = (input: Parameters<typeof checkDecision>[2], saw = false) => {
  try {
    checkDecision(campaign, tree, input, saw);
    return undefined;
  } catch (error) {
    return (error as { data: { reason?: string } }).data.reason;
  }
};

describe('what a decision must fulfil', () => {
  test('a coded item has a code of the nomenclature at the level of the campaign', () => {
    expect(checkDecision(campaign, tree, coded('4721z'), false)?.code).toBe('47.21Z');
    expect(refusal(coded('56.11J'))).toBe('code-unknown');
    expect(refusal(coded('47.2'))).toBe('code-level');
    const { codeFinal: _, ...without } = coded();
    expect(refusal(without)).toBe('code-missing');
  });

  test.each(['skipped', 'delegated', 'unclassifiable'] as const)('an item that is %s has none', (status) => {
    const { codeFinal: _, ...without } = coded('', { status });
    expect(checkDecision(campaign, tree, without, false)).toBeUndefined();
    expect(refusal(coded('47.21Z', { status }))).toBe('code-unwanted');
  });

  test('only who saw a suggestion can take it', () => {
    const taken = coded('47.21Z', { source: 'suggestion', suggestionRank: 1 });
    expect(refusal(taken)).toBe('suggestion-not-shown');
    expect(refusal(taken, true)).toBeUndefined();
  });

  test('a gold set is never assisted', () => {
    expect(checkMode({ purpose: 'gold', mode: 'assisted' })?.data.reason).toBe('gold-assisted');
    expect(checkMode({ purpose: 'gold', mode: 'reveal' })).toBeUndefined();
    expect(checkMode({ purpose: 'training', mode: 'assisted' })).toBeUndefined();
    expect(() => checkDecision({ ...campaign, mode: 'assisted' }, tree, coded(), true)).toThrow(/gold/);
  });
});
