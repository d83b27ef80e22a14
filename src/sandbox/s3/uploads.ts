import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { transaction } from './database.ts';
import { S3Error } from './errors.ts';
import type { Part, Upload, UploadedPart } from './model.ts';

const uploadOf = (row: Record<string, SQLOutputValue>): Upload => ({
  ...(JSON.parse(String(row['details'])) as Omit<Upload, 'id' | 'bucket' | 'key' | 'initiated'>),
  id: String(row['id']),
  bucket: String(row['bucket']),
  key: String(row['key']),
  initiated: Number(row['initiated']),
});

const partOf = (row: Record<string, SQLOutputValue>): UploadedPart => ({
  number: Number(row['number']),
  etag: String(row['etag']),
  size: Number(row['size']),
  modified: Number(row['modified']),
  file: String(row['file']),
  checksum:
    row['checksum'] === null ? undefined : (JSON.parse(String(row['checksum'])) as UploadedPart['checksum']),
});

/** Multipart uploads that were begun and not yet completed. */
export class Uploads {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  begin(upload: Omit<Upload, 'id'>): string {
    const id = Buffer.from(`${randomUUID()}.${randomUUID()}x${upload.initiated}`).toString('base64url');
    const { bucket, key, initiated, ...details } = upload;
    this.#database
      .prepare('INSERT INTO uploads VALUES (?, ?, ?, ?, ?)')
      .run(id, bucket, key, initiated, JSON.stringify(details));
    return id;
  }

  /** The upload of a key; throws S3Error NoSuchUpload. */
  get(bucket: string, key: string, id: string): Upload {
    const row = this.#database
      .prepare('SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?')
      .get(id, bucket, key);
    if (!row) throw new S3Error('NoSuchUpload');
    return uploadOf(row);
  }

  /** Keeps a part in the place of an earlier one of the same number, whose file it answers. */
  keepPart(upload: Upload, part: UploadedPart): readonly { readonly file: string }[] {
    return transaction(this.#database, () => {
      this.get(upload.bucket, upload.key, upload.id);
      const earlier = this.#database
        .prepare('SELECT file FROM upload_parts WHERE upload = ? AND number = ?')
        .get(upload.id, part.number);
      this.#database
        .prepare('INSERT OR REPLACE INTO upload_parts VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(
          upload.id,
          part.number,
          part.etag,
          part.size,
          part.modified,
          part.file,
          part.checksum ? JSON.stringify(part.checksum) : null,
        );
      return earlier && earlier['file'] !== '' ? [{ file: String(earlier['file']) }] : [];
    });
  }

  parts(id: string, after = 0, limit = 10_000): UploadedPart[] {
    return this.#database
      .prepare('SELECT * FROM upload_parts WHERE upload = ? AND number > ? ORDER BY number LIMIT ?')
      .all(id, after, limit)
      .map(partOf);
  }

  /** The uploads of a bucket by key, then by age. */
  list(bucket: string): Upload[] {
    return this.#database
      .prepare('SELECT * FROM uploads WHERE bucket = ? ORDER BY key, initiated, id')
      .all(bucket)
      .map(uploadOf);
  }

  /** Ends an upload; to be called within a transaction when an object takes its parts over. */
  forget(id: string): void {
    this.#database.prepare('DELETE FROM upload_parts WHERE upload = ?').run(id);
    this.#database.prepare('DELETE FROM uploads WHERE id = ?').run(id);
  }

  /** Ends an upload and answers the files of its parts. */
  abort(id: string): readonly Part[] {
    return transaction(this.#database, () => {
      const parts = this.parts(id).filter(({ file }) => file !== '');
      this.forget(id);
      return parts;
    });
  }
}
