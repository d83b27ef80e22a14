/** Moving aliases: only from where they were seen, and with their history written. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { AliasMove } from '../../../../shared/contract/models/registry.ts';
import type { ProjectSurroundings } from '../../project-context.ts';
import type { ReachedServer } from '../servers/servers.ts';
import { curlLine } from '../shown-lines.ts';
import { movesTag, readMoves, writeMoves } from './alias-moves.ts';

export interface AliasChange {
  readonly name: string;
  readonly alias: string;
  /** Absent: removes it. */
  readonly to?: string | undefined;
  /** The version on which it was seen; absent: none. */
  readonly expected?: string | undefined;
  readonly by: string;
  readonly at: number;
}

/**
 * Reads where the alias is, moves it, writes the move down as a tag of the model. Where it is already there nothing happens.
 * @throws Failure `conflict` with `alias-moved` where it is elsewhere meanwhile; `alias-history` where the alias moved, but the history could
 * not be written
 */
export async function changeAlias(
  reached: ReachedServer,
  commands: ProjectSurroundings['commands'],
  { name, alias, to, expected, by, at }: AliasChange,
): Promise<void> {
  const { client } = reached;
  const before = await client.model(name);
  const from = before.aliases.find((one) => one.alias === alias)?.version;
  if (from === to) return;
  if (from !== expected)
    throw failure('conflict', `${alias} is elsewhere meanwhile`, {
      reason: from === undefined ? 'alias-removed' : 'alias-moved',
      values: { model: name, alias, version: from ?? '' },
    });
  const operation = 'registered-models/alias';
  if (to === undefined)
    await commands.around('curl', curlLine(reached, 'DELETE', operation, { name, alias }), () =>
      client.removeAlias(name, alias),
    );
  else
    await commands.around('curl', curlLine(reached, 'POST', operation, { name, alias, version: to }), () =>
      client.setAlias(name, alias, to),
    );
  const move: AliasMove = { alias, at, by, ...(from && { from }), ...(to && { to }) };
  try {
    // Read again: another person may have moved another alias in between.
    const { tags } = await client.model(name);
    await client.setModelTag(name, movesTag, writeMoves(readMoves(tags), move));
  } catch (error) {
    if (!isFailure(error)) throw error;
    throw failure(error.code, 'The alias moved, but its history could not be written', {
      reason: 'alias-history',
      values: { model: name, alias, version: to ?? '' },
      words: error.message,
    });
  }
}
