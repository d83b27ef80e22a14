/** Requests as the monitoring of the coding service keeps them: a Parquet file a day, in the names of its log. */
import { ByteWriter, parquetWrite, type ColumnSource } from 'hyparquet-writer';
import { indexOf, shownOf, type CodingRequest } from './requests.ts';

/** Suggestions that have columns. */
const ranks = [0, 1, 2, 3, 4];

/**
 * One file of the folder of a day (`date=2026-11-14/`; the day is no column of it). A value that was not said is the text `NaN`, a code
 * that was not probable enough is null. Source: InseeFrLab/codif-ape-API, `utils/transform_logs.py`.
 */
export async function answeredLog(requests: readonly CodingRequest[]): Promise<Uint8Array> {
  const texts = (name: string, valueOf: (request: CodingRequest) => string | undefined): ColumnSource => ({
    name,
    data: requests.map((request) => valueOf(request) ?? null),
    type: 'STRING',
    nullable: true,
  });
  const numbers = (name: string, valueOf: (request: CodingRequest) => number | undefined): ColumnSource => ({
    name,
    data: requests.map((request) => valueOf(request) ?? null),
    type: 'DOUBLE',
    nullable: true,
  });
  const writer = new ByteWriter();
  await parquetWrite({
    writer,
    columnData: [
      { name: 'Timestamp', data: requests.map(({ at }) => at), type: 'TIMESTAMP' },
      texts('Query.TEXT_FEATURE', ({ text }) => text),
      texts('Query.AUTO', ({ type }) => type),
      texts('Query.NAT_SICORE', ({ nature = 'NaN' }) => nature),
      texts('Query.SURF', ({ surface = 'NaN' }) => surface),
      texts('Query.EVT_SICORE', ({ event }) => event),
      ...ranks.flatMap((rank) => [
        texts(`Response.${rank + 1}.code`, (request) => shownOf(request)[rank]?.code.replace('.', '')),
        numbers(`Response.${rank + 1}.probabilite`, (request) => shownOf(request)[rank]?.probability),
        texts(`Response.${rank + 1}.libelle`, (request) => shownOf(request)[rank]?.title),
      ]),
      numbers('Response.IC', indexOf),
    ],
  });
  return writer.getBytes();
}
