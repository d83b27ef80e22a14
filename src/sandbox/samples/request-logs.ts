/** Requests that a coding service logged: one Parquet file a day, as the platform's own service writes them. */
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { fewActivities } from './activities.ts';
import { seededRandom } from './random.ts';

const forms = ['creation', 'modification', 'transfer'];

/**
 * One day of requests: time, text, event, the two best codes with their probabilities, and the confidence index p1 - p2.
 * @param day `2026-11-14`; the same day gives the same rows.
 */
export async function requestLog(day: string, rows: number): Promise<Uint8Array> {
  const random = seededRandom(Number(day.replaceAll('-', '')));
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const start = Date.parse(`${day}T06:00:00Z`);
  const requests = Array.from({ length: rows }, (_, index) => {
    const best = pick(fewActivities);
    const second = pick(fewActivities);
    // Most requests are easy: the square root leans towards 1.
    const first = 0.25 + 0.75 * Math.sqrt(random());
    const next = Math.min(first, 1 - first) * random();
    return {
      at: new Date(start + Math.floor((index / rows) * 50_400_000 + random() * 1_000)),
      text: random() < 0.3 ? best.text.toUpperCase() : best.text,
      event: pick(forms),
      surface: random() < 0.2 ? Math.round(random() * 900) : null,
      code: best.code,
      first,
      secondCode: second.code,
      next,
    };
  });
  const writer = new ByteWriter();
  await parquetWrite({
    writer,
    rowGroupSize: 1_000,
    columnData: [
      { name: 'timestamp', data: requests.map(({ at }) => at), type: 'TIMESTAMP' },
      { name: 'text_description', data: requests.map(({ text }) => text), type: 'STRING' },
      { name: 'event', data: requests.map(({ event }) => event), type: 'STRING' },
      { name: 'surface', data: requests.map(({ surface }) => surface), type: 'INT32', nullable: true },
      { name: 'code_1', data: requests.map(({ code }) => code), type: 'STRING' },
      { name: 'probability_1', data: requests.map(({ first }) => first), type: 'DOUBLE' },
      { name: 'code_2', data: requests.map(({ secondCode }) => secondCode), type: 'STRING' },
      { name: 'probability_2', data: requests.map(({ next }) => next), type: 'DOUBLE' },
      { name: 'confidence_index', data: requests.map(({ first, next }) => first - next), type: 'DOUBLE' },
    ],
  });
  return writer.getBytes();
}
