/** Requests as the monitoring of the coding service keeps them: a Parquet file a day, in the names of its log. */
import { ByteWriter, parquetWrite, type ColumnSource } from 'hyparquet-writer';
import type { Prediction } from '../coding/model.ts';

/** A request with what was answered to it; undefined: not said. */
export interface LoggedRequest {
  readonly at: Date;
  readonly text: string;
  readonly type: string | undefined;
  readonly nature: string | undefined;
  readonly surface: string | undefined;
  readonly event: string | undefined;
  /** The codes that were shown, the most probable first. */
  readonly shown: readonly Prediction[];
  /** The confidence index: p1 - p2, whatever was shown. */
  readonly index: number;
}

/** Suggestions that have columns. */
const ranks = [0, 1, 2, 3, 4];

/**
 * One file of the folder of a day (`date=2026-11-14/`; the day is no column of it). A value that was not said is the text `NaN`, a code
 * that was not probable enough is null. Source: InseeFrLab/codif-ape-API, `utils/transform_logs.py`.
 */
export async function answeredLog(requests: readonly LoggedRequest[]): Promise<Uint8Array> {
  const texts = (name: string, valueOf: (request: LoggedRequest) => string | undefined): ColumnSource => ({
    name,
    data: requests.map((request) => valueOf(request) ?? null),
    type: 'STRING',
    nullable: true,
  });
  const numbers = (name: string, valueOf: (request: LoggedRequest) => number | undefined): ColumnSource => ({
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
      texts('Query.AUTO', ({ type = 'NaN' }) => type),
      texts('Query.NAT_SICORE', ({ nature = 'NaN' }) => nature),
      texts('Query.SURF', ({ surface = 'NaN' }) => surface),
      texts('Query.EVT_SICORE', ({ event = 'NaN' }) => event),
      ...ranks.flatMap((rank) => [
        texts(`Response.${rank + 1}.code`, ({ shown }) => shown[rank]?.code.replace('.', '')),
        numbers(`Response.${rank + 1}.probabilite`, ({ shown }) => shown[rank]?.probability),
        texts(`Response.${rank + 1}.libelle`, ({ shown }) => shown[rank]?.title),
      ]),
      numbers('Response.IC', ({ index }) => index),
    ],
  });
  return writer.getBytes();
}
