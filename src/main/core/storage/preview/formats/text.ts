/** Text and code: the first mebibyte, cut at a line. */
import type { PreviewBody } from '../jobs.ts';
import { cutAtCharacter, decodeText, detectEncoding } from './decode.ts';
import { languageOf } from './languages.ts';
import type { Source } from './source.ts';

const textLimit = 1024 * 1024;
/** What can be edited whole; see `readText` of the contract. */
const editLimit = 5 * 1024 * 1024;

/** The beginning of a text; undefined where the bytes are no text. */
async function beginning(source: Source) {
  const bytes = await source.read(0, Math.min(source.size, textLimit));
  const truncated = source.cut || bytes.length < source.size;
  const detected = detectEncoding(bytes, !truncated);
  if (!detected) return undefined;
  const whole = decodeText(truncated ? cutAtCharacter(bytes, detected.encoding) : bytes, detected.encoding);
  const lastLine = whole.lastIndexOf('\n');
  const text = truncated && lastLine > 0 ? whole.slice(0, lastLine + 1) : whole;
  return { text, truncated, encoding: detected.encoding };
}

/** Text with its language and encoding; other bytes as hexadecimal. */
export async function previewText(source: Source): Promise<PreviewBody> {
  const found = await beginning(source);
  if (!found) return hexOf(await source.read(0, 4096));
  return {
    kind: 'text',
    ...found,
    language: languageOf(source.name, found.text),
    canEdit: !source.cut && source.size <= editLimit,
  };
}

export async function previewMarkdown(source: Source): Promise<PreviewBody> {
  const found = await beginning(source);
  if (!found) return hexOf(await source.read(0, 4096));
  return { kind: 'markdown', text: found.text, truncated: found.truncated };
}

/** The first bytes, for what nobody knows. */
export function hexOf(bytes: Uint8Array): PreviewBody {
  return { kind: 'bytes', hex: Buffer.from(bytes.subarray(0, 4096)).toString('hex') };
}
