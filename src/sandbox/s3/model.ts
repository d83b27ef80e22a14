import type { Checksum } from './body.ts';

/** A person as an identity token names them; `expiresAt` in milliseconds since the epoch. */
export interface Person {
  readonly name: string;
  readonly groups: readonly string[];
  readonly policy?: string | undefined;
  readonly expiresAt: number;
}

/** Who asks. */
export type Identity =
  | { readonly kind: 'root' }
  | { readonly kind: 'person'; readonly person: Person; readonly sessionPolicy?: string | undefined }
  | { readonly kind: 'anonymous' };

/** A piece of an object's bytes: a file below the bodies' folder, and its size in bytes. */
export interface Part {
  readonly file: string;
  readonly size: number;
}

/** A bucket; `owners` are names of people and groups. */
export interface Bucket {
  readonly name: string;
  readonly created: number;
  readonly owners: readonly string[];
  readonly versioning: 'Enabled' | 'Suspended' | undefined;
  readonly policy: string | undefined;
  readonly cors: string | undefined;
}

/** What a client says about an object besides its bytes; header names in lower case. */
export interface Attributes {
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly storageClass: string;
}

/** One version of an object, or a delete marker. Times in milliseconds since the epoch, the ETag without quotes. */
export interface Version extends Attributes {
  readonly bucket: string;
  readonly key: string;
  /** Grows with every write; newer versions have larger ones. */
  readonly sequence: number;
  /** `null` (the word) for what was written while versioning was off or suspended. */
  readonly version: string;
  readonly latest: boolean;
  readonly marker: boolean;
  readonly size: number;
  readonly etag: string;
  readonly modified: number;
  readonly parts: readonly Part[];
  readonly multipart: boolean;
  readonly checksum: (Checksum & { readonly type: 'FULL_OBJECT' | 'COMPOSITE' }) | undefined;
}

/** A multipart upload that was begun. */
export interface Upload extends Attributes {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiated: number;
  readonly checksumAlgorithm: string | undefined;
  readonly checksumType: string | undefined;
}

/** A part of a multipart upload. */
export interface UploadedPart extends Part {
  readonly number: number;
  readonly etag: string;
  readonly modified: number;
  readonly checksum: Checksum | undefined;
}

/** Temporary credentials; `expires` in milliseconds since the epoch. */
export interface Session {
  readonly accessKey: string;
  readonly secret: string;
  readonly token: string;
  readonly person: Person;
  readonly policy: string | undefined;
  readonly expires: number;
}
