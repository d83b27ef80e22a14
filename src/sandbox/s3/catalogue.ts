import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { transaction } from './database.ts';
import { S3Error } from './errors.ts';
import type { Bucket, Part, Version } from './model.ts';

type Row = Record<string, SQLOutputValue>;

const text = (row: Row, name: string): string => String(row[name]);
const optional = (row: Row, name: string): string | undefined =>
  row[name] === null || row[name] === undefined ? undefined : String(row[name]);
const parsed = <Value>(row: Row, name: string): Value => JSON.parse(text(row, name)) as Value;

const bucketOf = (row: Row): Bucket => ({
  name: text(row, 'name'),
  created: Number(row['created']),
  owners: parsed(row, 'owners'),
  versioning: optional(row, 'versioning') as Bucket['versioning'],
  policy: optional(row, 'policy'),
  cors: optional(row, 'cors'),
});

/** A version as its row holds it. */
export const versionOf = (row: Row): Version => ({
  bucket: text(row, 'bucket'),
  key: text(row, 'key'),
  sequence: Number(row['sequence']),
  version: text(row, 'version'),
  latest: row['latest'] === 1,
  marker: row['marker'] === 1,
  size: Number(row['size']),
  etag: text(row, 'etag'),
  modified: Number(row['modified']),
  storageClass: text(row, 'storage_class'),
  headers: parsed(row, 'headers'),
  tags: parsed(row, 'tags'),
  parts: parsed(row, 'parts'),
  multipart: row['multipart'] === 1,
  checksum: row['checksum'] === null ? undefined : parsed(row, 'checksum'),
});

/** Buckets and versions of objects, in the database. Every change is one transaction. */
export class Catalogue {
  readonly database: DatabaseSync;
  readonly #find;
  readonly #findVersion;
  readonly #insert;
  readonly #unmark;
  readonly #bucket;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.#find = database.prepare('SELECT * FROM versions WHERE bucket = ? AND key = ? AND latest = 1');
    this.#findVersion = database.prepare(
      'SELECT * FROM versions WHERE bucket = ? AND key = ? AND version = ?',
    );
    this.#insert = database.prepare(
      `INSERT INTO versions (bucket, key, version, latest, marker, size, etag, modified, storage_class, headers, tags,
        parts, multipart, checksum) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#unmark = database.prepare(
      'UPDATE versions SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1',
    );
    this.#bucket = database.prepare('SELECT * FROM buckets WHERE name = ?');
  }

  buckets(): Bucket[] {
    return this.database.prepare('SELECT * FROM buckets ORDER BY name').all().map(bucketOf);
  }

  bucket(name: string): Bucket | undefined {
    const row = this.#bucket.get(name);
    return row && bucketOf(row);
  }

  createBucket(name: string, owners: readonly string[], now: number): void {
    this.database
      .prepare('INSERT INTO buckets (name, created, owners) VALUES (?, ?, ?)')
      .run(name, now, JSON.stringify(owners));
  }

  /** Removes an empty bucket; throws S3Error BucketNotEmpty. */
  deleteBucket(name: string): void {
    transaction(this.database, () => {
      const versions = this.database.prepare('SELECT 1 FROM versions WHERE bucket = ? LIMIT 1').get(name);
      if (versions) throw new S3Error('BucketNotEmpty');
      this.database.prepare('DELETE FROM buckets WHERE name = ?').run(name);
    });
  }

  /** Sets a configuration of a bucket, or removes it. */
  configure(
    name: string,
    field: 'versioning' | 'policy' | 'cors' | 'owners',
    value: string | undefined,
  ): void {
    this.database.prepare(`UPDATE buckets SET ${field} = ? WHERE name = ?`).run(value ?? null, name);
  }

  /** The newest version of a key (it may be a delete marker), or the one named. */
  find(bucket: string, key: string, version?: string): Version | undefined {
    const row =
      version === undefined ? this.#find.get(bucket, key) : this.#findVersion.get(bucket, key, version);
    return row && versionOf(row);
  }

  /**
   * Makes a version the newest of its key; `check` sees the one it follows and may throw, in the same transaction.
   * Answers the files that nothing refers to any more. A version called `null` replaces the earlier `null`.
   */
  put(
    version: Omit<Version, 'sequence' | 'latest'>,
    check: (current: Version | undefined) => void,
  ): readonly Part[] {
    const { bucket, key } = version;
    return transaction(this.database, () => {
      if (!this.bucket(bucket)) throw new S3Error('NoSuchBucket');
      check(this.find(bucket, key));
      const replaced = version.version === 'null' ? this.find(bucket, key, 'null') : undefined;
      if (replaced) this.database.prepare('DELETE FROM versions WHERE sequence = ?').run(replaced.sequence);
      this.#unmark.run(bucket, key);
      this.#insert.run(
        bucket,
        key,
        version.version,
        Number(version.marker),
        version.size,
        version.etag,
        version.modified,
        version.storageClass,
        JSON.stringify(version.headers),
        JSON.stringify(version.tags),
        JSON.stringify(version.parts),
        Number(version.multipart),
        version.checksum === undefined ? null : JSON.stringify(version.checksum),
      );
      return replaced?.parts ?? [];
    });
  }

  /** Removes one version for good; the newest that remains becomes the latest. Answers what was removed. */
  remove(bucket: string, key: string, version: string): Version | undefined {
    return transaction(this.database, () => {
      const found = this.find(bucket, key, version);
      if (!found) return undefined;
      this.database.prepare('DELETE FROM versions WHERE sequence = ?').run(found.sequence);
      if (found.latest)
        this.database
          .prepare(
            `UPDATE versions SET latest = 1 WHERE sequence =
              (SELECT max(sequence) FROM versions WHERE bucket = ? AND key = ?)`,
          )
          .run(bucket, key);
      return found;
    });
  }

  setTags(sequence: number, tags: Readonly<Record<string, string>>): void {
    this.database
      .prepare('UPDATE versions SET tags = ? WHERE sequence = ?')
      .run(JSON.stringify(tags), sequence);
  }
}
