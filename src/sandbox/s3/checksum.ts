import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksums that S3 keeps beside an object. */
export const checksumAlgorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;

/** One of {@link checksumAlgorithms}. */
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** A checksum being computed: bytes go in, the result comes out in big-endian bytes. */
export interface RunningChecksum {
  readonly update: (bytes: Buffer) => void;
  readonly digest: () => Buffer;
}

/** Eight tables of 256 entries for a reflected CRC, so that eight bytes are folded at a time. */
const slicingTables = (polynomial: bigint): BigUint64Array[] => {
  const first = new BigUint64Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    first[byte] = value;
  }
  const tables = [first];
  for (let table = 1; table < 8; table++)
    tables.push(
      first.map((_, byte) => {
        const value = tables[table - 1]?.[byte] ?? 0n;
        return (value >> 8n) ^ (first[Number(value & 0xffn)] ?? 0n);
      }),
    );
  return tables;
};

interface WordTables {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** The same tables as two flat arrays of 32-bit words: big integers would be a hundred times slower. */
const wordTables = (polynomial: bigint): WordTables => {
  const all = slicingTables(polynomial).flatMap((table) => [...table]);
  return {
    low: Int32Array.from(all, (value) => Number(BigInt.asIntN(32, value))),
    high: Int32Array.from(all, (value) => Number(BigInt.asIntN(32, value >> 32n))),
  };
};

// Reflected polynomials. CRC-32C: RFC 3720, appendix B.4. CRC-64/NVME: NVM Express NVM Command Set 1.0, 5.2.1.3.4.
let crc32cTables: WordTables | undefined;
let crc64Tables: WordTables | undefined;

const startCrc = (tables: WordTables, wide: boolean): RunningChecksum => {
  const { low: tableLow, high: tableHigh } = tables;
  let low = -1;
  let high = wide ? -1 : 0;
  const at = (table: Int32Array, index: number): number => table[index] ?? 0;
  return {
    update: (bytes) => {
      let offset = 0;
      const whole = bytes.length - (bytes.length % 8);
      for (; offset < whole; offset += 8) {
        const a = low ^ bytes.readInt32LE(offset);
        const b = high ^ bytes.readInt32LE(offset + 4);
        const i7 = 1792 + (a & 255);
        const i6 = 1536 + ((a >>> 8) & 255);
        const i5 = 1280 + ((a >>> 16) & 255);
        const i4 = 1024 + (a >>> 24);
        const i3 = 768 + (b & 255);
        const i2 = 512 + ((b >>> 8) & 255);
        const i1 = 256 + ((b >>> 16) & 255);
        const i0 = b >>> 24;
        low =
          at(tableLow, i7) ^
          at(tableLow, i6) ^
          at(tableLow, i5) ^
          at(tableLow, i4) ^
          at(tableLow, i3) ^
          at(tableLow, i2) ^
          at(tableLow, i1) ^
          at(tableLow, i0);
        if (wide)
          high =
            at(tableHigh, i7) ^
            at(tableHigh, i6) ^
            at(tableHigh, i5) ^
            at(tableHigh, i4) ^
            at(tableHigh, i3) ^
            at(tableHigh, i2) ^
            at(tableHigh, i1) ^
            at(tableHigh, i0);
      }
      for (; offset < bytes.length; offset++) {
        const index = (low ^ (bytes[offset] ?? 0)) & 255;
        low = ((low >>> 8) | (high << 24)) ^ at(tableLow, index);
        high = (high >>> 8) ^ at(tableHigh, index);
      }
    },
    digest: () => {
      const result = Buffer.alloc(wide ? 8 : 4);
      if (wide) result.writeInt32BE(~high, 0);
      result.writeInt32BE(~low, wide ? 4 : 0);
      return result;
    },
  };
};

/** Starts a checksum of the kinds of `x-amz-checksum-*` (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html). */
export const startChecksum = (algorithm: ChecksumAlgorithm): RunningChecksum => {
  if (algorithm === 'sha1' || algorithm === 'sha256') {
    const hash = createHash(algorithm);
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
  }
  if (algorithm === 'crc32') {
    let value = 0;
    return {
      update: (bytes) => {
        value = crc32(bytes, value);
      },
      digest: () => {
        const result = Buffer.alloc(4);
        result.writeUInt32BE(value);
        return result;
      },
    };
  }
  if (algorithm === 'crc32c') return startCrc((crc32cTables ??= wordTables(0x82f63b78n)), false);
  return startCrc((crc64Tables ??= wordTables(0x9a6c9329ac4bc9b5n)), true);
};
