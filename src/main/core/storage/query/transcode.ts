/** Text files in other encodings than UTF-8, written anew in UTF-8. */
import { open } from 'node:fs/promises';
import { diskFailure } from './query-failures.ts';

const pieceSize = 4 * 1024 * 1024;

async function* pieces(file: string): AsyncGenerator<Buffer> {
  await using reading = await open(file, 'r');
  for (let at = 0; ;) {
    const buffer = Buffer.alloc(pieceSize);
    const { bytesRead } = await reading.read(buffer, 0, pieceSize, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The encoding that a text file needs to be read with; undefined for UTF-8, and for what is compressed. */
export async function foreignEncoding(
  file: string,
): Promise<'utf-16le' | 'utf-16be' | 'windows-1252' | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  try {
    for await (const piece of pieces(file)) {
      const [first, second] = piece;
      if (isFirst && first === 0xff && second === 0xfe) return 'utf-16le';
      if (isFirst && first === 0xfe && second === 0xff) return 'utf-16be';
      const isCompressed = (first === 0x1f && second === 0x8b) || (first === 0x28 && second === 0xb5);
      if (isFirst && isCompressed) return undefined;
      isFirst = false;
      decoder.decode(piece, { stream: true });
    }
    decoder.decode();
    return undefined;
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}

/** Writes a file anew in UTF-8. @throws Failure `no-space` */
export async function transcode(file: string, encoding: string, target: string): Promise<void> {
  const decoder = new TextDecoder(encoding);
  try {
    await using writing = await open(target, 'wx', 0o600);
    for await (const piece of pieces(file)) await writing.appendFile(decoder.decode(piece, { stream: true }));
    await writing.appendFile(decoder.decode());
  } catch (error) {
    throw diskFailure(error);
  }
}
