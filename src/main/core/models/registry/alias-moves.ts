/** The history of aliases, which MLflow forgets: kept as one tag of the model, so that the whole team sees it. Pure. */
import { z } from 'zod';
import { AliasMove } from '../../../../shared/contract/models/registry.ts';
import type { MlflowTag } from '../../platform/mlflow/mlflow.ts';

/** The tag's key. */
export const movesTag = 'sardonyx.alias-moves';
/** Characters that MLflow takes as the value of a tag (mlflow/utils/validation.py, MAX_TAG_VAL_LENGTH). */
const longest = 5_000;

const Moves = z.array(AliasMove);

/** The moves, the newest first; what another program wrote there is no move. */
export function readMoves(tags: readonly MlflowTag[]): AliasMove[] {
  const value = tags.find(({ key }) => key === movesTag)?.value;
  if (value === undefined) return [];
  try {
    return Moves.parse(JSON.parse(value)).sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

/** The tag's value with one more move; the oldest are dropped where they do not fit. */
export function writeMoves(before: readonly AliasMove[], move: AliasMove): string {
  const moves = [move, ...before];
  for (;;) {
    const text = JSON.stringify(moves);
    if (text.length <= longest || moves.length === 1) return text;
    moves.pop();
  }
}
