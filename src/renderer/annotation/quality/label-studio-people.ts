/** Who annotated in a Label Studio export, told from its text as it comes, without reading the whole into memory. */

export interface ForeignPerson {
  /** Label Studio's own number for the person, as text. */
  readonly id: string;
  /** E-mail address, where the export has it. */
  readonly email?: string;
  readonly annotations: number;
}

// `completed_by` is a number or an object (exports, files of the target storage); the small export has `annotator`.
const mention = /"completed_by"\s*:\s*(?:(\d+)|\{([^{}]*)\})|"annotator"\s*:\s*(\d+)/g;
/** Longest mention that may lie across two pieces. */
const overlap = 2_000;

/** Takes the text in pieces of any length; `people` says who was met so far, most annotations first. */
export function countPeople(): { take(piece: string): void; people(): ForeignPerson[] } {
  const met = new Map<string, ForeignPerson>();
  let rest = '';
  return {
    take(piece) {
      const text = rest + piece;
      let end = 0;
      for (const { 0: whole, 1: plain, 2: object, 3: small, index } of text.matchAll(mention)) {
        // A number at the very end may go on in the next piece.
        if (object === undefined && index + whole.length === text.length) break;
        end = index + whole.length;
        const id = plain ?? small ?? /"id"\s*:\s*(\d+)/.exec(object ?? '')?.[1];
        if (id === undefined) continue;
        const email = /"email"\s*:\s*"([^"\\]+)"/.exec(object ?? '')?.[1] ?? met.get(id)?.email;
        met.set(id, {
          id,
          ...(email !== undefined && { email }),
          annotations: (met.get(id)?.annotations ?? 0) + 1,
        });
      }
      rest = text.slice(Math.max(end, text.length - overlap));
    },
    people: () => [...met.values()].toSorted((one, other) => other.annotations - one.annotations),
  };
}

/** Who annotated in these files; `signal` ends it. The page stays free between two pieces. */
export async function peopleIn(files: readonly File[], signal: AbortSignal): Promise<ForeignPerson[]> {
  const met = countPeople();
  for (const file of files) {
    const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      if (signal.aborted) {
        await reader.cancel();
        return [];
      }
      met.take(piece.value);
    }
  }
  return met.people();
}
