/** What the app's page may ask of the main process: a port to the core, and where the view of a service lies. */
import { z } from 'zod';

const Bounds = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
});

const ServiceName = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);

export const PageMessage = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('port') }),
  /** Shows a service at its place; loads the address when it is a new one. */
  z.object({
    ask: z.literal('show-view'),
    id: ServiceName,
    address: z.string().max(8_000),
    bounds: Bounds,
  }),
  z.object({ ask: z.literal('hide-views') }),
  z.object({ ask: z.literal('focus-view') }),
  z.object({ ask: z.literal('close-view'), id: ServiceName }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
export type ViewMessage = Exclude<PageMessage, { ask: 'port' }>;

/** What the page's `window.sardonyxViews` offers; the preload script is all there is behind it. */
export interface ServiceViewsBridge {
  show(id: string, address: string, bounds: z.infer<typeof Bounds>): void;
  hide(): void;
  focus(): void;
  close(id: string): void;
}
