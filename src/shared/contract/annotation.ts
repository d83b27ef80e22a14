/** Annotation: nomenclatures, campaigns, coding, suggestions, quality, exchange. */
import { campaignOperations } from './annotation/campaigns.ts';
import { codingOperations } from './annotation/coding.ts';
import { exchangeOperations } from './annotation/exchange.ts';
import { nomenclatureOperations } from './annotation/nomenclatures.ts';
import { qualityOperations } from './annotation/quality.ts';
import { suggestionOperations } from './annotation/suggestions.ts';

export const annotation = {
  ...nomenclatureOperations,
  ...campaignOperations,
  ...codingOperations,
  ...suggestionOperations,
  ...qualityOperations,
  ...exchangeOperations,
};
