/** The model that is asked at present: one stays open, as most campaigns have one. */
import type { FastText } from '../../fasttext/fasttext.ts';

export interface OpenModel {
  /** @param file of the model `id` @throws Failure as `createFastText` */
  open(id: string, file: string): Promise<FastText>;
  /** Closes it, where it is that one. */
  close(id?: string): Promise<void>;
}

export function createOpenModel(openFile: (file: string) => Promise<FastText>): OpenModel {
  let open: { readonly id: string; readonly model: Promise<FastText> } | undefined;

  async function close(id?: string): Promise<void> {
    if (!open || (id !== undefined && open.id !== id)) return;
    const { model } = open;
    open = undefined;
    await model.then((one) => one.close()).catch(() => undefined);
  }
  return {
    close,
    async open(id, file) {
      if (open?.id !== id) {
        await close();
        const model = openFile(file);
        open = { id, model };
        model.catch(() => {
          if (open?.model === model) open = undefined;
        });
      }
      return open.model;
    },
  };
}
