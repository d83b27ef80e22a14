/** A comparison under way: its progress, its end, its cancellation. */
import { useEffect, useRef, useState } from 'react';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { AnswerSource } from '../../../shared/contract/serving/asking.ts';
import type { Comparison } from '../../../shared/contract/serving/comparison.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';

export interface ComparisonWish {
  readonly a: AnswerSource;
  readonly b: AnswerSource;
  readonly gold: CampaignRef;
}

interface Step {
  readonly done: number;
  readonly total?: number | undefined;
}

/** Leaving the screen cancels. @param onDone told of the result */
export function useComparing(onDone: (comparison: Comparison) => void) {
  const [step, setStep] = useState<Step>();
  const [problem, setProblem] = useState<FailureData>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (wish: ComparisonWish) => {
    const controller = new AbortController();
    running.current = controller;
    setProblem(undefined);
    setStep({ done: 0 });
    try {
      for await (const { done, total, comparison, problem: failed } of core.serving.compareModels(wish, {
        signal: controller.signal,
      })) {
        setStep({ done, total });
        if (failed) setProblem(failed);
        if (comparison) onDone(comparison);
      }
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code !== 'cancelled') setProblem(failure);
    } finally {
      setStep(undefined);
    }
  };
  return {
    step,
    problem,
    start: (wish: ComparisonWish) => void start(wish),
    stop: () => running.current?.abort(),
  };
}
