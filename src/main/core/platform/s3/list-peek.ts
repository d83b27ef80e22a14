/** Looks through the bytes of a list page for what the next request needs, while others read the rows. */
import { element } from './xml-element.ts';
import { cutShort, noPaging, notS3 } from './list-faults.ts';
import { decodeText } from './list-text.ts';

/** Where a list goes on: fields of the next request's query. */
export type Cursor = Readonly<Record<string, string>>;

/** Longest field that is found also when a chunk ends within it. */
const overlap = 4 * 1024;

/** Looks through one page. */
export class PagePeek {
  readonly #versions: boolean;
  readonly #found = new Map<string, string>();
  /** The end of what came, and room for the beginning of what comes. */
  readonly #seam = Buffer.allocUnsafe(2 * overlap);
  #tail = 0;
  #begun = false;

  constructor(versions: boolean) {
    this.#versions = versions;
  }

  /**
   * Looks at the next bytes.
   * @throws ListFault `storage-not-s3` for an answer that does not begin as a list does.
   */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    // What stands across the seam is looked for apart, so that nothing large is copied.
    const end = this.#tail + bytes.copy(this.#seam, this.#tail, 0, overlap);
    const seam = this.#seam.subarray(0, end);
    if (!this.#begun && seam.length > 512) this.#begin(seam);
    for (const name of this.#wanted())
      if (!this.#find(name, seam) && bytes.length > overlap) this.#find(name, bytes);
    const rest = bytes.length > overlap ? bytes : seam;
    this.#tail = rest.copy(this.#seam, 0, Math.max(0, rest.length - overlap));
  }

  #find(name: string, bytes: Buffer): boolean {
    if (this.#found.has(name)) return true;
    const open = bytes.indexOf(`<${name}>`, 0, 'latin1');
    const close = open < 0 ? -1 : bytes.indexOf(`</${name}>`, open, 'latin1');
    if (close < 0) return false;
    this.#found.set(name, element(bytes.toString('utf8', open, close + name.length + 3), name) ?? '');
    return true;
  }

  #wanted(): readonly string[] {
    if (this.#versions) return ['IsTruncated', 'NextKeyMarker', 'NextVersionIdMarker', 'EncodingType'];
    if (this.#found.get('IsTruncated') === 'false') return [];
    return this.#found.has('NextContinuationToken')
      ? ['IsTruncated']
      : ['IsTruncated', 'NextContinuationToken', 'NextMarker', 'EncodingType'];
  }

  #begin(bytes: Buffer): void {
    this.#begun = true;
    const start = bytes.toString('utf8', 0, 512);
    if (!/^\uFEFF?\s*(<\?[^>]*\?>\s*)?(<!--[^]*?-->\s*)?<List\w*Result[\s>/]/.test(start))
      throw notS3(start.slice(0, 200));
  }

  /** What the next page is asked by as far as it is known for certain before the end; undefined while it is not. */
  get early(): Cursor | undefined {
    const token = this.#found.get('NextContinuationToken');
    return token && this.#found.get('IsTruncated') === 'true' ? { 'continuation-token': token } : undefined;
  }

  /**
   * Ends the page; gives what the next one is asked by, undefined when this was the last.
   * @throws ListFault `storage-short` when the end of the document is missing, `storage-no-paging` when nothing says how to go on.
   */
  end(): Cursor | undefined {
    if (!this.#begun) this.#begin(this.#seam.subarray(0, this.#tail));
    if (
      !/<\/List\w*Result\s*>\s*$/.test(
        this.#seam.toString('latin1', Math.max(0, this.#tail - 200), this.#tail),
      )
    )
      throw cutShort();
    if (this.#found.get('IsTruncated') !== 'true') return undefined;
    const encoded = this.#found.get('EncodingType')?.toLowerCase() === 'url';
    const text = (name: string) => {
      const found = this.#found.get(name) ?? '';
      return encoded ? decodeText(found) : found;
    };
    if (this.#versions && this.#found.get('NextKeyMarker')) {
      const version = this.#found.get('NextVersionIdMarker');
      return { 'key-marker': text('NextKeyMarker'), ...(version && { 'version-id-marker': version }) };
    }
    if (this.early) return this.early;
    // A server that knows only the first version of the request answers in its words.
    if (this.#found.get('NextMarker')) return { marker: text('NextMarker') };
    throw noPaging();
  }
}
