/** Pictures, sound and films by their first bytes, with the content type that is ours to give. Pure. */

export interface Media {
  readonly shown: 'image' | 'pdf' | 'audio' | 'video';
  readonly type: string;
  /** For a sentence: `png`, `mp4`... */
  readonly name: string;
}

const latin = (bytes: Uint8Array, start: number, end: number) =>
  Buffer.from(bytes.subarray(start, end)).toString('latin1');

/** Undefined: none of those that a browser shows. What it gives is never a type that a browser would run. */
export function mediaOf(head: Uint8Array): Media | undefined {
  const image = (name: string, type = `image/${name}`): Media => ({ shown: 'image', type, name });
  const audio = (name: string): Media => ({ shown: 'audio', type: `audio/${name}`, name });
  const video = (name: string, type = `video/${name}`): Media => ({ shown: 'video', type, name });
  const four = latin(head, 0, 4);
  if (latin(head, 0, 8) === '\u0089PNG\r\n\u001a\n') return image('png');
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return image('jpeg');
  if (/^GIF8[79]a/.test(latin(head, 0, 6))) return image('gif');
  if (four === 'RIFF') {
    const form = latin(head, 8, 12);
    if (form === 'WEBP') return image('webp');
    if (form === 'WAVE') return audio('wav');
    if (form === 'AVI ') return video('avi', 'video/x-msvideo');
  }
  if (
    latin(head, 0, 2) === 'BM' &&
    head.length >= 26 &&
    latin(head, 6, 10) === '\0\0\0\0' &&
    (head[14] ?? 0) >= 12
  )
    return image('bmp');
  if (latin(head, 4, 8) === 'ftyp') {
    const brands = latin(head, 8, Math.min(64, (head[3] ?? 0) || 16));
    if (/avif|avis/.test(brands)) return image('avif');
    if (/^(heic|heix|mif1|msf1)/.test(brands)) return undefined;
    if (/^M4[AB] /.test(brands)) return audio('mp4');
    if (brands.startsWith('qt  ')) return video('quicktime');
    return video('mp4');
  }
  if (latin(head, 0, 1024).includes('%PDF-')) return { shown: 'pdf', type: 'application/pdf', name: 'pdf' };
  if (four === 'OggS') return /theora|\u0001video/.test(latin(head, 0, 512)) ? video('ogg') : audio('ogg');
  if (four === 'fLaC') return audio('flac');
  if (latin(head, 0, 3) === 'ID3') return audio('mpeg');
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return audio('aac');
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2 && ((head[2] ?? 0xf0) & 0xf0) !== 0xf0)
    return audio('mpeg');
  if (four === '\u001aE\u00df\u00a3')
    return latin(head, 0, 64).includes('webm') ? video('webm') : video('matroska', 'video/x-matroska');
  return isSvg(head) ? image('svg', 'image/svg+xml') : undefined;
}

/** True when the root of an XML text is `svg`; comments and a document type may stand before it. */
function isSvg(head: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(head.subarray(0, 8 * 1024));
  const rest = text
    .replace(/^\s*<\?xml[^>]*\?>/, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<!DOCTYPE[^>[]*(\[[^\]]*\])?[^>]*>/i, '')
    .trimStart();
  return /^<(svg:)?svg[\s>]/.test(rest);
}

/** Headers under which bytes of somebody may be served beside the app: nothing in them runs, nothing is asked of anybody. */
export function headersOf(type: string): Record<string, string> {
  return {
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    ...(type === 'image/svg+xml' && { 'content-disposition': 'inline' }),
  };
}
