/** XML as it streams in; entities of a document's own are refused by the parser, so none can be made to grow. */
import { SaxesParser } from 'saxes';
import { unreadable } from './source.ts';

export interface XmlHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** The name without its namespace's prefix. */
export const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Feeds the handlers; after each piece it yields its bytes, so that the reader can take what was found, or stop.
 * @throws Failure `preview-broken` when it is not well-formed.
 */
export async function* readXml(
  bytes: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
  name: string,
): AsyncGenerator<number> {
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => handlers.open?.(tag.name, tag.attributes as Record<string, string>));
  parser.on('closetag', (tag) => handlers.close?.(tag.name));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const piece of bytes) {
      parser.write(decoder.decode(piece, { stream: true }));
      yield piece.length;
    }
    parser.write(decoder.decode()).close();
    yield 0;
  } catch (error) {
    if (error instanceof Error && error.name === 'Failure') throw error;
    throw unreadable('preview-broken', 'The XML in it is not well-formed', { name }, String(error));
  }
}

/** The same, to the end. @throws Failure */
export async function readWholeXml(
  bytes: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
  name: string,
): Promise<void> {
  const reading = readXml(bytes, handlers, name);
  while (!(await reading.next()).done);
}
