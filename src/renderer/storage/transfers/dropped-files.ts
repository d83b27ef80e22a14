/** What was dropped into the page: every file with its path, folders walked. */

export interface DroppedFile {
  /** With slashes, below what was dropped. */
  readonly path: string;
  readonly file: File;
}

/** More are refused: a person who has that many takes the picker, which does not copy them first. */
export const mostDropped = 100_000;

/**
 * Reads files and folders of a drop. The entries must be taken while the event lasts, so call it before anything is awaited.
 * @throws RangeError when there are more than `mostDropped` files.
 */
export async function droppedFiles(items: DataTransferItemList): Promise<DroppedFile[]> {
  const entries = [...items].flatMap((item) => {
    const entry = item.webkitGetAsEntry();
    return entry ? [entry] : [];
  });
  const files: DroppedFile[] = [];
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
    const path = entry.fullPath.replace(/^\//, '');
    if (isFile(entry)) files.push({ path, file: await fileOf(entry) });
    else waiting.push(...(await entriesOf(entry as FileSystemDirectoryEntry)));
    if (files.length > mostDropped) throw new RangeError(`More than ${mostDropped} files`);
  }
  return files;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** A browser hands out a folder by pages of a hundred. */
async function entriesOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const page = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (page.length === 0) return all;
    all.push(...page);
  }
}
