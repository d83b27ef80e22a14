/** The dictionary of an SPSS system file (GNU PSPP developer's guide, "System File Format"). */
import { TextDecoder } from 'node:util';
import { readExactly, unreadable, viewOf, type Source } from './source.ts';

export interface SavVariable {
  /** The long name where there is one. */
  readonly name: string;
  readonly label: string | undefined;
  /** Bytes of text; 0: a number. */
  readonly width: number;
  /** Units of eight bytes a case, one entry a segment of a very long text. */
  readonly segments: readonly { readonly at: number; readonly width: number }[];
  /** Print format: its type (5 F, 20 DATE...), width and decimals. */
  readonly format: { readonly type: number; readonly width: number; readonly decimals: number };
}

export interface SavDictionary {
  readonly variables: SavVariable[];
  /** Units of eight bytes in one case. */
  readonly units: number;
  /** Undefined: the file does not say. */
  readonly cases: number | undefined;
  readonly compression: 'none' | 'bytecode' | 'zlib';
  readonly bias: number;
  readonly little: boolean;
  readonly encoding: string;
  readonly product: string;
  readonly fileLabel: string;
  readonly dataAt: number;
  readonly labels: ReadonlyMap<string, readonly { readonly value: number; readonly label: string }[]>;
}

interface Slot {
  readonly at: number;
  readonly short: Uint8Array;
  readonly width: number;
  readonly label: Uint8Array | undefined;
  readonly format: number;
}

const dictionaryLimit = 32 * 1024 * 1024;
const variableLimit = 20_000;

/** Code pages by number (machine integer info, field 8). */
const codePages: Readonly<Record<number, string>> = {
  2: 'windows-1252',
  3: 'windows-1252',
  1250: 'windows-1250',
  1252: 'windows-1252',
  28591: 'windows-1252',
  28605: 'iso-8859-15',
  65001: 'utf-8',
};

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

/** Reads the dictionary, piece by piece. @throws Failure */
export async function readDictionary(source: Source): Promise<SavDictionary> {
  const name = { name: source.name };
  const head = await readExactly(source, 0, 176);
  const view = viewOf(head);
  const little = view.getInt32(64, true) === 2 || view.getInt32(64, true) === 3;
  if (!little && view.getInt32(64, false) !== 2 && view.getInt32(64, false) !== 3)
    throw unreadable('preview-broken', 'This is no SPSS file', name);
  const compression = (['none', 'bytecode', 'zlib'] as const)[view.getInt32(72, little)];
  if (!compression) throw unreadable('preview-codec', 'Packed in an unknown way', { ...name, codec: 'sav' });
  const claimed = view.getInt32(80, little);
  const slots: Slot[] = [];
  const rawLabels: { entries: { value: number; label: Uint8Array }[]; slots: number[] }[] = [];
  let longNames: Uint8Array | undefined;
  let longTexts: Uint8Array | undefined;
  let encoding: string | undefined;
  let codePage: string | undefined;
  let at = 176;
  let window = new Uint8Array(0) as Uint8Array;
  let windowAt = 0;
  const take = async (length: number): Promise<Uint8Array> => {
    if (length < 0 || at + length - 176 > dictionaryLimit)
      throw unreadable('preview-lying', 'The dictionary claims an impossible size', name);
    if (at < windowAt || at + length > windowAt + window.length) {
      if (at + length > source.size) throw unreadable('preview-truncated', 'The file ends too early', name);
      window = await source.read(at, Math.min(source.size, at + Math.max(length, 256 * 1024)));
      windowAt = at;
    }
    const bytes = window.subarray(at - windowAt, at - windowAt + length);
    at += length;
    return bytes;
  };
  const integer = async () => viewOf(await take(4)).getInt32(0, little);
  const counted = async (most: number) => {
    const value = await integer();
    if (value < 0 || value > most)
      throw unreadable('preview-lying', 'The dictionary claims an impossible count', name);
    return value;
  };
  let units = 0;
  let pending: { value: number; label: Uint8Array }[] = [];
  for (let more = true; more;) {
    switch (await integer()) {
      case 2: {
        const fixed = viewOf(await take(28));
        const width = fixed.getInt32(0, little);
        const missing = Math.abs(fixed.getInt32(8, little));
        const format = fixed.getInt32(12, little);
        const nameBytes = new Uint8Array(fixed.buffer, fixed.byteOffset + 20, 8).slice();
        let label: Uint8Array | undefined;
        if (fixed.getInt32(4, little) === 1) {
          const length = await counted(64 * 1024);
          label = (await take(Math.ceil(length / 4) * 4)).slice(0, length);
        }
        if (missing > 3) throw unreadable('preview-lying', 'A variable claims too many missing values', name);
        await take(missing * 8);
        if (width > 255) throw unreadable('preview-lying', 'A variable claims an impossible width', name);
        if (width >= 0) slots.push({ at: units, short: nameBytes, width, label, format });
        units++;
        if (units > variableLimit * 32 || slots.length > variableLimit)
          throw unreadable('preview-too-big', 'It has too many variables', name);
        break;
      }
      case 3: {
        const count = await counted(1_000_000);
        pending = [];
        for (let index = 0; index < count; index++) {
          const value = viewOf(await take(8)).getFloat64(0, little);
          const length = (await take(1))[0] ?? 0;
          const padded = Math.ceil((length + 1) / 8) * 8 - 1;
          pending.push({ value, label: (await take(padded)).slice(0, length) });
        }
        break;
      }
      case 4: {
        const count = await counted(variableLimit * 32);
        const places: number[] = [];
        for (let index = 0; index < count; index++) places.push((await integer()) - 1);
        rawLabels.push({ entries: pending, slots: places });
        break;
      }
      case 6:
        await take((await counted(400_000)) * 80);
        break;
      case 7: {
        const subtype = await integer();
        const size = await counted(dictionaryLimit);
        const count = await counted(dictionaryLimit);
        const data = (await take(size * count)).slice();
        if (subtype === 3 && data.length >= 32) codePage = codePages[viewOf(data).getInt32(28, little)];
        if (subtype === 13) longNames = data;
        if (subtype === 14) longTexts = data;
        if (subtype === 20) encoding = Buffer.from(data).toString('latin1').trim().toLowerCase();
        break;
      }
      case 999:
        await integer();
        more = false;
        break;
      default:
        throw unreadable('preview-broken', 'The dictionary holds an unknown record', name);
    }
  }
  const decoder = decoderOf(encoding ?? codePage ?? 'windows-1252');
  const text = (bytes: Uint8Array | undefined) => decoder.decode(bytes ?? new Uint8Array(0)).trimEnd();
  const pairs = (bytes: Uint8Array | undefined) =>
    new Map(
      text(bytes)
        .split('\t')
        .map((pair: string): [string, string] => {
          const [key = '', ...value] = pair.replaceAll('\0', '').split('=');
          return [key.trim().toUpperCase(), value.join('=').trim()];
        }),
    );
  const long = pairs(longNames);
  const wide = pairs(longTexts);
  const variables: SavVariable[] = [];
  const bySlot = new Map<number, string>();
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index];
    if (!slot) break;
    const short = text(slot.short).toUpperCase();
    const full = Number(wide.get(short) ?? slot.width);
    // A text longer than 255 lies in segments of 252 bytes, each a variable of its own (record 7, subtype 14).
    const parts = slot.width > 0 && full > 255 ? Math.min(Math.ceil(full / 252), slots.length - index) : 1;
    const segments = slots.slice(index, index + parts).map((one) => ({ at: one.at, width: one.width }));
    const variable: SavVariable = {
      name: long.get(short) || text(slot.short),
      label: slot.label && text(slot.label),
      width: slot.width === 0 ? 0 : Math.max(slot.width, full),
      segments,
      format: {
        type: (slot.format >> 16) & 255,
        width: (slot.format >> 8) & 255,
        decimals: slot.format & 255,
      },
    };
    variables.push(variable);
    bySlot.set(slot.at, variable.name);
    index += parts - 1;
  }
  if (variables.length === 0) throw unreadable('preview-broken', 'The file has no variables', name);
  const labels = new Map<string, { value: number; label: string }[]>();
  for (const { entries, slots: places } of rawLabels)
    for (const place of places) {
      const variable = bySlot.get(place);
      if (variable !== undefined)
        labels.set(
          variable,
          entries.slice(0, 200).map(({ value, label }) => ({ value, label: text(label) })),
        );
    }
  return {
    variables,
    units,
    cases: claimed >= 0 ? claimed : undefined,
    compression,
    bias: view.getFloat64(84, little),
    little,
    encoding: decoder.encoding,
    product: text(head.subarray(4, 64)),
    fileLabel: text(head.subarray(109, 173)),
    dataAt: at,
    labels,
  };
}
