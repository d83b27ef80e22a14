/** Names of objects on the server and of their files on this laptop. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';

/** The name as a person may give it to a folder. @throws Failure `invalid-input` with `storage-folder-name` */
export function checkedFolderName(given: string, prefix: string): string {
  const name = given.trim().replace(/\/$/, '');
  const bad =
    name === '' ||
    name === '.' ||
    name === '..' ||
    /[/\0-\x1f\x7f]/.test(name) ||
    !name.isWellFormed() ||
    // S3 API: a key has at most 1,024 bytes of UTF-8.
    Buffer.byteLength(`${prefix}${name}/`) > 1024;
  if (!bad) return name;
  throw failure('invalid-input', 'Not a name for a folder', {
    reason: 'storage-folder-name',
    field: 'name',
    values: { name: given },
  });
}

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/i;
/** Marks by which text runs the other way, so that `exe.txt` can be shown for `txt.exe`. */
const direction = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A file name for a key, safe on every system: its last part, without what Windows forbids, at most 180 bytes with its extension kept.
 * Source: Microsoft, "Naming Files, Paths, and Namespaces".
 */
export function localName(key: string): string {
  const last = key.split('/').findLast((part) => part !== '') ?? '';
  const plain = last
    .toWellFormed()
    .normalize('NFC')
    .replace(direction, '')
    .replace(/[\\:*?"<>|\0-\x1f\x7f-\x9f]/g, '_')
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
    .replace(/^\.+(?=_*$)/, (dots) => '_'.repeat(dots.length));
  const { stem, extension } = split(plain);
  const safe = reserved.test(plain.split('.', 1)[0]?.trimEnd() ?? '') ? `_${stem}` : stem;
  let short = safe;
  while (Buffer.byteLength(short + extension) > 180) short = [...short].slice(0, -1).join('');
  return `${short}${extension}` || 'file';
}

function split(name: string): { stem: string; extension: string } {
  const at = name.lastIndexOf('.');
  const cut = at > 0 && name.length - at <= 20 ? at : name.length;
  return { stem: name.slice(0, cut), extension: name.slice(cut) };
}

/** Where both are kept: `a/name (2026-11-20 14.02 alice).csv` beside `a/name.csv`; in local time. */
export function keptBothKey(key: string, at: number, userName: string): string {
  const slash = key.lastIndexOf('/') + 1;
  const { stem, extension } = split(key.slice(slash));
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}.${two(date.getMinutes())}`;
  return `${key.slice(0, slash)}${stem} (${day} ${time} ${userName.replaceAll('/', '-')})${extension}`;
}

const programs = new Set(
  (
    'app appimage appref-ms appx bat chm cmd com command cpl deb desktop dll dmg exe gadget hta inf ins iso jar jnlp jse ' +
    'lnk msc msi msix msp mst pif pkg ps1 reg rpm run scf scpt scr sct settingcontent-ms sh shb terminal url vb vbe vbs vhd vhdx webloc ws wsc wsf wsh xll'
  ).split(' '),
);

/** True where opening a file may run it rather than show it. */
export function runsWhenOpened(name: string, system: NodeJS.Platform = process.platform): boolean {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return (
    programs.has(extension) || (system === 'win32' && ['js', 'py', 'pyw', 'pyz', 'pl'].includes(extension))
  );
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  md: 'text/markdown',
  json: 'application/json',
  geojson: 'application/geo+json',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  xml: 'application/xml',
  html: 'text/html',
  ipynb: 'application/x-ipynb+json',
};

/** The content type of a new text, by the extension of its key. */
export function textType(key: string): string {
  return types[/\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? ''] ?? 'text/plain';
}
