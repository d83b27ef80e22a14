/** Lines out of a stream of bytes. */
import { StringDecoder } from 'node:string_decoder';

/**
 * Yields, for each chunk that arrives, the lines it completed (without their ends). Characters cut by a chunk's edge are
 * put together; a line longer than `limit` characters is cut into several; an unfinished last line comes at the end.
 */
export async function* readLines(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))).split(
      '\n',
    );
    rest = lines.pop() ?? '';
    while (rest.length > limit) {
      lines.push(rest.slice(0, limit));
      rest = rest.slice(limit);
    }
    if (lines.length > 0) yield lines;
  }
  rest += decoder.end();
  if (rest !== '') yield [rest];
}
