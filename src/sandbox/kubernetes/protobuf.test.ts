import { assert, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { readProtobuf } from './protobuf.ts';
import { StatusError } from './status.ts';

test('damaged protobuf is refused, never read halfway', () => {
  expect(() => readProtobuf(Buffer.from('nonsense'))).toThrow(StatusError);
  const head = Buffer.from('k8s\0');
  assert(
    property(uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        readProtobuf(Buffer.concat([head, bytes]));
      } catch (error) {
        expect(error).toBeInstanceOf(StatusError);
      }
    }),
  );
});
