/** What the core, in its own process, may ask of the main process: the same kit as between page and core. */
import { z } from 'zod';
import { mutation, query, stream } from '../../shared/contract/operation.ts';

const none = z.object({});
const Key = z.object({ key: z.string() });

export const hostContract = {
  secrets: {
    get: query(Key, z.string().nullable()),
    set: mutation(Key.extend({ value: z.string() }), none),
    delete: mutation(Key, none),
    keys: query(z.object({ prefix: z.string() }), z.array(z.string())),
  },
  system: {
    openAddress: mutation(z.object({ address: z.string() }), none),
    openFile: mutation(z.object({ file: z.string() }), none),
    /** Counts those who want the laptop awake: `on` adds one, else takes one away. */
    keepAwake: mutation(z.object({ on: z.boolean() }), none),
    notify: mutation(z.object({ title: z.string(), body: z.string() }), none),
    /** As in a PAC result, `DIRECT` or `PROXY host:port`. */
    proxy: query(z.object({ address: z.url() }), z.string()),
    /** How often the laptop woke up or its network came back since the app started; again after each time. */
    resumes: stream(none, z.int()),
  },
};
export type HostContract = typeof hostContract;
