/** Decisions as rows, each beside its item (reference of the record of an item). Pure. */
import { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { ItemRecord } from './campaign-files.ts';
import { columns, flagIn, numberIn, suggestionsIn, textIn, textsIn, timeIn } from './columns.ts';
import { itemShape } from './item-shape.ts';
import { compact, readCode, readSuggestions, writtenCode, writtenSuggestions, type Shape } from './shape.ts';

export interface DecisionRow {
  readonly decision: Decision;
  readonly item: ItemRecord;
}

/** Suggestions, confidence index and model of a row are those that the person saw; what the file proposed stays with the items. */
export const decisionShape: Shape<DecisionRow, Decision> = {
  columns: [
    ...itemShape.columns.filter(({ name }) => name !== 'suggestions_from' && name !== 'model'),
    ...columns('text', 'annotator', 'code_first', 'code_final'),
    ...columns('integer', 'level_reached'),
    ...columns('text', 'source'),
    ...columns('integer', 'suggestion_rank'),
    ...columns('flag', 'search_used'),
    ...columns('text', 'status'),
    ...columns('flag', 'flagged'),
    ...columns('text', 'comment'),
    ...columns('integer', 'difficulty'),
    ...columns('number', 'lead_time_ms'),
    ...columns('time', 'annotated_at'),
    ...columns('integer', 'guideline_version'),
    ...columns('text', 'adjudicated_by'),
    ...columns('integer', 'round'),
    ...columns('text', 'decision_id', 'machine'),
    ...columns('texts', 'replaces'),
    ...columns('flag', 'withdrawn'),
  ],
  needed: ['decision_id', 'task_id', 'annotator', 'status', 'annotated_at'],
  read: Decision,
  codes: ({ decision, item }) => [
    item.knownCode,
    decision.codeFirst,
    decision.codeFinal,
    ...(decision.suggestions ?? []).map(({ code }) => code),
  ],
  toRow({ decision, item }, facts, spelling) {
    return {
      ...itemShape.toRow(item, facts, spelling),
      batch: decision.batch,
      mode: decision.mode,
      suggestions: writtenSuggestions(decision.suggestions, spelling),
      IC: decision.confidenceIndex,
      model_version: decision.modelVersion,
      annotator: decision.annotator,
      code_first: writtenCode(decision.codeFirst, spelling),
      code_final: writtenCode(decision.codeFinal, spelling),
      level_reached: decision.levelReached,
      source: decision.source,
      suggestion_rank: decision.suggestionRank,
      search_used: decision.searchUsed,
      status: decision.status,
      flagged: decision.flagged,
      comment: decision.comment,
      difficulty: decision.difficulty,
      lead_time_ms: decision.leadTime,
      annotated_at: decision.decidedAt,
      guideline_version: decision.guidelineVersion,
      round: decision.round,
      decision_id: decision.id,
      machine: decision.machine,
      replaces: decision.replaces,
      withdrawn: decision.withdrawn,
    };
  },
  fromRow: (row, spelling) =>
    compact({
      id: textIn(row, 'decision_id'),
      item: textIn(row, 'task_id'),
      batch: textIn(row, 'batch') ?? '',
      annotator: textIn(row, 'annotator'),
      round: numberIn(row, 'round') ?? 1,
      mode: textIn(row, 'mode'),
      status: textIn(row, 'status'),
      codeFirst: readCode(textIn(row, 'code_first'), spelling),
      codeFinal: readCode(textIn(row, 'code_final'), spelling),
      levelReached: numberIn(row, 'level_reached') ?? 0,
      source: textIn(row, 'source'),
      suggestionRank: numberIn(row, 'suggestion_rank'),
      searchUsed: flagIn(row, 'search_used'),
      flagged: flagIn(row, 'flagged'),
      comment: textIn(row, 'comment') ?? '',
      difficulty: numberIn(row, 'difficulty'),
      leadTime: numberIn(row, 'lead_time_ms') ?? 0,
      decidedAt: timeIn(row, 'annotated_at'),
      guidelineVersion: numberIn(row, 'guideline_version') ?? 0,
      modelVersion: textIn(row, 'model_version'),
      confidenceIndex: numberIn(row, 'IC'),
      suggestions: readSuggestions(suggestionsIn(row, 'suggestions'), spelling),
      machine: textIn(row, 'machine') ?? '',
      replaces: textsIn(row, 'replaces'),
      withdrawn: flagIn(row, 'withdrawn'),
    }),
};
