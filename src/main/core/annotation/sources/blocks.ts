/** A source as blocks of rows: each can be found and read again by itself. */
import type { SourceReading } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Cell } from './cells.ts';
import type { Encoding } from './encoding.ts';
import type { Findings } from './findings.ts';

/** A file that is read by ranges. */
export interface Input {
  readonly name: string;
  readonly size: number;
  /** Bytes `[start, end)`, cut at the end. @throws Failure of the network */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Where a block lies: bytes of a text, or the number of a row group (`start`) with the one after it (`end`). */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** Line of its beginning, from 1; 0 where there are no lines. */
  readonly line: number;
}

export interface Block {
  readonly place: Place;
  readonly rows: number;
  readonly names: readonly string[];
  /** The values of a column (by its place in `names`), a row each; `first`: of no more rows are needed. */
  column(index: number, first?: number): Promise<ArrayLike<Cell>>;
  /** Line on which a row begins, from 1; undefined where there are no lines. */
  lineOf(row: number): number | undefined;
}

export interface Reader {
  readonly format: SourceReading['format'];
  /** Known for sure when all blocks were read. */
  readonly encoding: Encoding | undefined;
  /** All blocks; tells what is wrong on its way. @throws SourceFault */
  blocks(findings: Findings): AsyncIterable<Block>;
  /** One block again. */
  block(place: Place): Promise<Block>;
}
