/** The first sheet of a workbook that holds a table of codes (ECMA-376). */
import { unzipSync, zipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import { largestFile, problem, unread, type Claimed, type Read } from './reading.ts';
import { readTable } from './read-table.ts';

/** Reads XLSX. What is packed is unpacked here to the size it declares and handed on unpacked: a file that lies about it fails. */
export async function readXlsx(bytes: Uint8Array, claimed: Claimed): Promise<Read> {
  let unpacked = 0;
  try {
    const parts = unzipSync(bytes, {
      filter({ originalSize, name }) {
        unpacked += originalSize;
        return unpacked <= largestFile && /\.(xml|rels)$/i.test(name);
      },
    });
    if (unpacked > largestFile)
      return unread(problem('unreadable', `${unpacked} B`, undefined, `${largestFile} B`));
    const plain = zipSync(parts, { level: 0 });
    let best: Read | undefined;
    for (const { data } of await readWorkbook(Buffer.from(plain))) {
      const rows = data.map((cells, index) => ({
        line: index + 1,
        cells: cells.map((cell) => (cell === null ? '' : String(cell))),
      }));
      const read = readTable(rows, claimed);
      if (read.found) return read;
      best ??= read;
    }
    return best ?? unread(problem('empty', 'sheet'));
  } catch (error) {
    return unread(problem('unreadable', error instanceof Error ? error.message.slice(0, 200) : 'xlsx'));
  }
}
