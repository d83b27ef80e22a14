/** Tells what a file is, by its bytes rather than its name. */
import type { Block, Input, Reader } from './blocks.ts';
import { openCsv } from './csv-reader.ts';
import { beginningOf, createDecoder, type Encoding } from './encoding.ts';
import { SourceFault } from './findings.ts';
import { openJson } from './json-reader.ts';
import { isMinimal, labelOf } from './label-studio.ts';
import { openParquet } from './parquet-reader.ts';

const headBytes = 256 * 1024;

/**
 * @param encoding what an earlier reading found
 * @throws SourceFault where it is no source of items, Failure of the network
 */
export async function openReader(input: Input, encoding?: Encoding): Promise<Reader> {
  const head = await input.read(0, Math.min(headBytes, input.size));
  if (Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1' || /\.parquet$/i.test(input.name))
    return withPartitions(await openParquet(input), input.name);
  const beginning = beginningOf(head);
  if (!beginning) throw new SourceFault('unreadable', 'It is no text');
  const text = createDecoder(encoding ?? beginning.encoding).decode(head.subarray(beginning.mark), false);
  if (text.trim() === '') throw new SourceFault('empty', 'There is nothing in it');
  if (/^\s*<[?!a-z]/i.test(text)) throw new SourceFault('unreadable', 'It is XML or HTML');
  if (isJson(text)) return withPartitions(openJson(input, text, beginning, encoding), input.name);
  const csv = await openCsv(input, text, beginning, encoding);
  return withPartitions(isMinimal(csv.names) ? asLabelStudio(csv) : csv, input.name);
}

/** An object, or a list of them or of nothing; a list of words may be the header of a CSV. */
const isJson = (text: string) => /^\s*(\{|\[\s*[[{\]"\d-])/.test(text) || /^\s*\[\s*$/.test(text);

/** The CSV of Label Studio holds results as JSON. */
function asLabelStudio(csv: Reader): Reader {
  return withBlocks(csv, 'label-studio', (block) => ({
    ...block,
    column: async (index) => Array.from(await block.column(index), labelOf),
  }));
}

/** Values that stand in the key, `date=2024-04-17/part-0.parquet`, as columns; those of the file go before. */
function withPartitions(reader: Reader, key: string): Reader {
  const found = [...key.matchAll(/(?:^|\/)([^/=]+)=([^/]*)(?=\/)/g)].map(
    ([, name = '', value = '']) => [name, unescaped(value)] as const,
  );
  if (found.length === 0) return reader;
  return withBlocks(reader, reader.format, (block) => {
    const more = found.filter(([name]) => !block.names.includes(name));
    return {
      ...block,
      names: [...block.names, ...more.map(([name]) => name)],
      column(index) {
        const partition = more[index - block.names.length];
        if (!partition) return block.column(index);
        return Promise.resolve(Array.from({ length: block.rows }, () => partition[1]));
      },
    };
  });
}

function withBlocks(reader: Reader, format: Reader['format'], change: (block: Block) => Block): Reader {
  return {
    format,
    get encoding() {
      return reader.encoding;
    },
    async *blocks(findings) {
      for await (const block of reader.blocks(findings)) yield change(block);
    },
    block: async (place) => change(await reader.block(place)),
  };
}

/** As Hive escapes them; undefined for its word for nothing. */
function unescaped(value: string): string | undefined {
  if (value === '__HIVE_DEFAULT_PARTITION__') return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
