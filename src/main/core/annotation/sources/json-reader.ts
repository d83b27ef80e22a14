/** JSON: a list of objects, one object a line, or objects one after the other; tasks of Label Studio in each of them. */
import type { Block, Input, Place, Reader } from './blocks.ts';
import type { Cell } from './cells.ts';
import { createDecoder, type Beginning, type Encoding } from './encoding.ts';
import { SourceFault, type Findings } from './findings.ts';
import { flatten, isRecord } from './flatten.ts';
import { jsonFault } from './json-fault.ts';
import { exportKind, flattenTask } from './label-studio.ts';
import { pieceBytes, piecesOf, positionIn, textAt, type Splitter } from './text-pieces.ts';
import { createElementSplitter, splitLines, type Spans } from './split-json.ts';

/** Columns that objects may have together. */
const mostColumns = 2_000;

/** @param head the first text; its first object tells what the file is. */
export function openJson(input: Input, head: string, beginning: Beginning, known?: Encoding): Reader {
  const trimmed = head.trimStart();
  const first = firstObject(trimmed);
  const isLines = trimmed.startsWith('{') && isWhole(trimmed.split('\n', 1)[0] ?? '');
  const isTasks = first !== undefined && exportKind(first) !== undefined;
  const decoder = createDecoder(known ?? beginning.encoding);

  const splitter = (from: 'list' | 'sequence' | 'any'): Splitter<Spans> => {
    const split = isLines ? splitLines : createElementSplitter(from);
    return (text, isLast, line) => {
      const found = split(text, isLast, line);
      if (!isLast && text.length - found.used > pieceBytes) throw broken(text, found.used, line);
      return found;
    };
  };

  function blockOf(place: Place, text: string, spans: Spans, findings?: Findings): Block {
    const rows: Map<string, Cell>[] = [];
    const starts: number[] = [];
    for (const [start, end] of spans) {
      const value = parsed(text.slice(start, end));
      if (!isRecord(value)) {
        if (!isLines) throw broken(text, start, place.line, text.slice(start, end));
        const at = positionIn(text, start + Math.max(0, jsonFault(text.slice(start, end))), place.line);
        findings?.add({ kind: 'bad-json', name: input.name, rows: 1, ...at });
        continue;
      }
      const row = new Map<string, Cell>();
      if (isTasks) flattenTask(value, row);
      else flatten(value, row);
      rows.push(row);
      starts.push(start);
    }
    const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
    if (names.length > mostColumns)
      throw new SourceFault('unreadable', `It has more than ${mostColumns} columns`);
    return {
      place,
      rows: rows.length,
      names,
      column: (index) => Promise.resolve(rows.map((row) => row.get(names[index] ?? ''))),
      lineOf: (row) => positionIn(text, starts[row] ?? 0, place.line).line,
    };
  }

  return {
    format: isTasks ? 'label-studio' : isLines ? 'jsonl' : 'json',
    get encoding() {
      return decoder.encoding;
    },
    async *blocks(findings) {
      const split = splitter(trimmed.startsWith('[') ? 'list' : 'sequence');
      for await (const { place, text, records } of piecesOf(input, beginning.mark, decoder, split, findings))
        yield blockOf(place, text, records, findings);
    },
    async block(place) {
      const text = await textAt(input, place, known ?? decoder.encoding);
      return blockOf(place, text, splitter('any')(text, true, place.line).records);
    },
  };
}

/** The value, or undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isWhole = (text: string) => isRecord(parsed(text));

function firstObject(text: string) {
  try {
    const split = createElementSplitter(text.startsWith('[') ? 'list' : 'sequence');
    const [[start, end] = [0, 0]] = split(text, false, 1).records;
    const value = parsed(text.slice(start, end));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The fault inside of what begins at `start`. */
function broken(text: string, start: number, line: number, part = text.slice(start)): SourceFault {
  const at = start + Math.max(0, jsonFault(part));
  return new SourceFault('bad-json', 'It is no JSON', positionIn(text, at, line));
}
